import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../../src-shared/domain/params/parse-algorithm.ts';
import { resolveSpace } from '../../../../src-shared/domain/search/resolve-space.ts';
import type { Trial, TrialCosts, TrialOrigin } from '../../../../src-shared/domain/study.ts';
import type { TrialRole } from '../../../../src-shared/domain/study-report.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { createRandom, type Random } from '../../../../src-shared/lib/random.ts';
import { costsOf } from '../../graph/costs.ts';
import { samplers } from '../samplers/index.ts';
import type { Suggestion } from '../sampler.ts';
import { foldsOf, type StudyPlan } from './study-plan.ts';
import { samplerStudy } from './trial-view.ts';
import { proposeChanges } from './vary.ts';

/** A new trial to train, and those that were refused on the way to it. */
export interface Proposal {
  /** Null when the sampler knows of nothing more, or nothing within the budget was found. */
  readonly trial: Trial | null;
  readonly refused: readonly Trial[];
}

export interface Asked {
  readonly role: TrialRole;
  readonly sampler: AlgorithmValue;
  readonly bracket: number;
  readonly until: number;
}

/** Refused one after the other before the search is taken to be through: a budget that leaves 1 % of a space is found. */
const MOST_REFUSED = 300;

/** The sampler's next configuration whose network is within the budgets; what is over them is kept, and told to the sampler. */
export function propose(plan: StudyPlan, trials: readonly Trial[], asked: Asked): Proposal {
  const refused: Trial[] = [];
  while (refused.length < MOST_REFUSED) {
    const all = [...trials, ...refused];
    const suggestion = suggest(plan, all, asked);
    if (suggestion === null) return { trial: null, refused };
    const trial = trialOf(plan, all, asked, suggestion);
    if (trial.state !== 'refused') return { trial, refused };
    refused.push(trial);
  }
  return { trial: null, refused };
}

function suggest(plan: StudyPlan, trials: readonly Trial[], { role, sampler }: Asked): Suggestion | null {
  const { id, params: config } = splitAlgorithm(sampler);
  const study = { ...samplerStudy(plan, trials, role), inherits: plan.structure?.inherit ?? false };
  const shared = createRandom(plan.seed).split('search').split(role);
  return samplers.require(id).suggest({ study, config, shared, random: shared.split(study.trials.length) });
}

function trialOf(plan: StudyPlan, trials: readonly Trial[], asked: Asked, { assignment, parent }: Suggestion): Trial {
  const number = trials.length + 1;
  const random = createRandom(plan.seed).split('trial').split(number);
  const fields = resolveSpace(plan.space, assignment);
  const own = trials.filter(({ role }) => role === asked.role);
  const built = buildOf(plan, fields, { parent: parent === undefined ? null : (own[parent] ?? null), role: asked.role, random });
  const reason = built.reason ?? overBudget(built.costs, plan);
  return {
    ...{ number, role: asked.role, state: reason === null ? 'running' : 'refused', lane: null, assignment, fields },
    seed: random.split('seed').nextUint32(),
    ...foldsOf(plan),
    ...{ until: asked.until, bracket: asked.bracket, losses: 0, reports: [], costs: built.costs, checkpoint: null, model: null },
    ...{ repeats: null, origin: built.origin, reason, trainingMs: 0 },
  };
}

interface Built {
  readonly costs: TrialCosts | null;
  readonly origin: TrialOrigin | null;
  /** Why there is no network. */
  readonly reason: string | null;
}

interface Child {
  readonly parent: Trial | null;
  readonly role: TrialRole;
  readonly random: Random;
}

function buildOf(plan: StudyPlan, fields: Readonly<Record<string, unknown>>, child: Child): Built {
  const resolved = plan.resolve(fields, plan.budget.epochs);
  if (!resolved.ok) return { costs: null, origin: null, reason: resolved.error };
  if (plan.fit !== null) return { ...plan.fit.foresee(fields), origin: null };
  if (plan.structure !== null) {
    const fits = (graph: ModelGraph): boolean => overBudget(costsIn(plan, graph), plan) === null;
    const { graph, changes } = proposeChanges(plan.structure, { ...child, fits });
    return { costs: costsIn(plan, graph), origin: { parent: child.parent?.number ?? null, changes }, reason: null };
  }
  try {
    return { costs: costsIn(plan, plan.graphOf(resolved.value)), origin: null, reason: null };
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'invalid-input')
      return { costs: null, origin: null, reason: thrown.error.message };
    throw thrown;
  }
}

function costsIn(plan: StudyPlan, graph: ModelGraph): TrialCosts {
  const { parameters, multiplyAdds } = costsOf(graph).total;
  return { parameters, multiplyAdds, bytes: plan.bytesOf(graph) };
}

const LIMITS = { parameters: 'parameters', multiplyAdds: 'multiply-adds', bytes: 'bytes' } as const;

function overBudget(costs: TrialCosts | null, { budget }: StudyPlan): string | null {
  const [first] = costs === null ? [] : exceededLimits(costs, budget);
  return first === undefined ? null : `At most ${first.most} ${first.words} are allowed, this network has ${first.cost}`;
}

/** A limit that a network is over. */
export interface ExceededLimit {
  readonly words: string;
  readonly cost: number;
  readonly most: number;
}

export function exceededLimits(costs: TrialCosts, budget: Pick<StudyPlan['budget'], keyof typeof LIMITS>): readonly ExceededLimit[] {
  return Object.entries(LIMITS).flatMap(([name, words]) => {
    const [cost, most] = [costs[name as keyof typeof LIMITS], budget[name as keyof typeof LIMITS]];
    return most !== undefined && cost > most ? [{ words, cost, most }] : [];
  });
}
