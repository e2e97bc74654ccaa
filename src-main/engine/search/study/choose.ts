import { epochsOf, valuesOf, type Trial } from '../../../../src-shared/domain/study.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { StudyPlan } from './study-plan.ts';

/** Best first by the first objective: those trained longest before the others, whose figures can't be compared with theirs. */
export function ranked(plan: Pick<StudyPlan, 'objectives'>, trials: readonly Trial[]): readonly Trial[] {
  const { direction } = plan.objectives[0]!;
  return trials
    .flatMap(trial => {
      const values =
        trial.state === 'refused' || trial.state === 'diverged' || trial.state === 'failed' ? null : valuesOf(trial, plan.objectives);
      return values === null
        ? []
        : [{ trial, cost: -direction * values[0]!, epochs: trial.state === 'finished' ? Infinity : epochsOf(trial) }];
    })
    .sort((a, b) => b.epochs - a.epochs || a.cost - b.cost || a.trial.number - b.trial.number)
    .map(({ trial }) => trial);
}

/**
 * Those to be repeated with fresh seeds: the best of the search and of its control, and of each the best one in any case, so that
 * the two can be compared by figures that nobody chose by.
 */
export function chosenTrials(plan: StudyPlan, trials: readonly Trial[]): readonly Trial[] {
  const { top } = plan.confirm;
  if (top === 0) return [];
  const candidates = ranked(
    plan,
    trials.filter(({ role, state }) => role !== 'confirm' && state === 'finished'),
  );
  const first = new Set((['search', 'control'] as const).map(role => candidates.find(trial => trial.role === role)?.number));
  return candidates.filter(({ number }, place) => place < top || first.has(number));
}

/** Repeats that are still to be made, in order: the first seed of each, then the second. */
export function repeatsWanted(plan: StudyPlan, trials: readonly Trial[], chosen: readonly Trial[]): readonly Trial[] {
  const made = new Map<number, number>();
  for (const { role, repeats } of trials) if (role === 'confirm' && repeats !== null) made.set(repeats, (made.get(repeats) ?? 0) + 1);
  return Array.from({ length: plan.confirm.seeds }, (_, seed) => seed)
    .flatMap(seed => chosen.filter(({ number }) => (made.get(number) ?? 0) <= seed).map(trial => ({ trial, seed })))
    .map(({ trial, seed }) => repeatOf(plan, trial, { seed, number: trials.length + 1 }));
}

function repeatOf(
  plan: StudyPlan,
  { energy: _energy, ...trial }: Trial,
  { seed, number }: { readonly seed: number; readonly number: number },
): Trial {
  return {
    ...trial,
    ...{ number, role: 'confirm', state: 'running', lane: null, until: plan.budget.epochs, bracket: 0, losses: 0 },
    seed: createRandom(plan.seed).split('confirm').split(trial.number).split(seed).nextUint32(),
    ...{ reports: [], checkpoint: null, model: null, repeats: trial.number, reason: null, trainingMs: 0 },
  };
}
