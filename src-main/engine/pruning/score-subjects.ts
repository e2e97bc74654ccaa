import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import type { EvidencePasses } from '../training/evidence-passes.ts';
import type { RunnerState } from '../training/step-runner.ts';
import { criteria } from './criteria/index.ts';
import { unitsOf, type Evidence, type PruningCriterion, type PruningSubject } from './criterion.ts';
import { gatherEvidence } from './evidence.ts';

/** What is ranked: a subject and which of its units are left. */
export interface Ranked {
  readonly subject: PruningSubject;
  readonly alive: Uint8Array;
}

/** A criterion with its parameters. */
export interface BoundCriterion {
  readonly criterion: PruningCriterion;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Throws `invalid-input` for a criterion that can't rank such units. */
export function bindCriterion(value: AlgorithmValue, units: PruningSubject['kind']): BoundCriterion {
  const { id, params } = splitAlgorithm(value);
  const criterion = criteria.require(id);
  if (criterion.units.includes(units)) return { criterion, config: params };
  const fitting = criteria.all.filter(one => one.units.includes(units)).map(one => one.id);
  throw invalidInput(`A criterion that ranks ${units} is required, but '${id}' ranks ${criterion.units.join(' and ')}`, {
    path: 'criterion.kind',
    hint: `For ${units}: ${fitting.join(', ')}.`,
  });
}

export interface ScoreCall {
  readonly ranked: readonly Ranked[];
  readonly state: RunnerState;
  readonly passes: EvidencePasses;
  /** The run's; each subject has a stream of its own. */
  readonly random: Random;
}

/** Scores of every subject's units, by its name. Throws `diverged` when one is not a number. */
export async function scoreSubjects(
  { criterion, config }: BoundCriterion,
  call: ScoreCall,
): Promise<Readonly<Record<string, Float32Array>>> {
  const { ranked, state, passes, random } = call;
  const subjects = ranked.map(({ subject }) => subject);
  const evidenceOf = await gatherEvidence(criterion.needs, { subjects, state, passes, items: Number(config['items'] ?? 0) });
  return scoresFrom({ criterion, config }, ranked, evidenceOf, random);
}

/** As `scoreSubjects`, with the evidence at hand. */
export function scoresFrom(
  { criterion, config }: BoundCriterion,
  ranked: readonly Ranked[],
  evidenceOf: (subject: PruningSubject) => Evidence[keyof Evidence],
  random: Random,
): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(
    ranked.map(({ subject, alive }) => {
      const scores = criterion.score({ subject, alive, config, evidence: evidenceOf(subject), random: random.split(subject.name) });
      const odd = scores.findIndex((score, unit) => alive[unit] === 1 && !Number.isFinite(score));
      if (odd >= 0 || scores.length !== unitsOf(subject)) {
        throw invalidInput(
          `'${criterion.id}' must give a finite score for every unit, got ${scores[odd]} for unit ${odd} of '${subject.name}'`,
          {
            path: 'criterion',
            hint: 'The model holds values that are no finite numbers, or its gradients overflow: train it again with a lower learning rate.',
          },
        );
      }
      return [subject.name, scores];
    }),
  );
}

/** Scores that can be ranked over all subjects together. */
export function comparable(
  scores: Readonly<Record<string, Float32Array>>,
  ranked: readonly Ranked[],
  { criterion }: BoundCriterion,
): Readonly<Record<string, Float32Array>> {
  if (criterion.isGlobal) return scores;
  return Object.fromEntries(
    ranked.map(({ subject: { name }, alive }) => {
      const own = scores[name]!;
      let sum = 0;
      let count = 0;
      own.forEach((score, unit) => {
        if (alive[unit] === 0) return;
        sum += Math.abs(score);
        count += 1;
      });
      const mean = sum / count || 1;
      return [name, own.map(score => score / mean)];
    }),
  );
}
