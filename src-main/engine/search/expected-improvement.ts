import { decode, encode, keyOf } from '../../../src-shared/domain/search/assignments.ts';
import type { Assignment, Space } from '../../../src-shared/domain/search/space.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import { conditionOn, fitKernel, type GaussianProcess, type Observed } from './gaussian-process.ts';
import { normalBelow, normalDensity } from './normal-curve.ts';
import { rankTrials } from './rank-trials.ts';
import { costsOf, type Study } from './trial.ts';
import { mutate } from './vary.ts';

const MOST_TRIALS = 200;
const MOST_FITTED = 80;
export const MOST_DIMENSIONS = 30;

/** Where the most is expected, and how much. */
export interface Promising {
  readonly assignment: Assignment;
  /** Expected improvement over the best so far, in the units of the first objective; 0 where all that was drawn had been tried. */
  readonly gain: number;
}

export interface PromiseConfig {
  /** Trials that must have been measured. */
  readonly startup: number;
  /** Draws to choose from. */
  readonly candidates: number;
}

/** By a Gaussian process fitted to the trials (Jones et al. 1998). Null with too few of them, or where none can be fitted. */
export function mostPromising(study: Study, { startup, candidates }: PromiseConfig, stream: Random): Promising | null {
  const observed = observe(study);
  if (observed === null || rankTrials(study).length < startup) return null;
  const few = { points: observed.points.slice(0, MOST_FITTED), values: observed.values.slice(0, MOST_FITTED) };
  const process = conditionOn(observed, fitKernel(few, few.points[0]!.length > 12 ? 2 : 4));
  if (process === null) return null;
  const { assignment, score } = bestOf(study, { process, best: Math.min(...observed.values) }, candidates, stream);
  return { assignment, gain: Math.max(0, score) * observed.deviation };
}

/** Trials as points of a cube and standardised costs: the best half and the youngest first. */
function observe(study: Study): (Observed & { readonly deviation: number }) | null {
  const { space, trials, directions } = study;
  const costs = trials.map(trial => costsOf(trial, directions)?.[0] ?? null);
  const known = costs.filter(cost => cost !== null);
  if (known.length < 2) return null;
  const worst = Math.max(...known);
  const mean = known.reduce((sum, cost) => sum + cost, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, cost) => sum + (cost - mean) ** 2, 0) / known.length) || 1;
  const all = trials.map((trial, i) => {
    const cost = trial.state === 'running' ? mean : (costs[i] ?? worst);
    return { point: pointOf(space, trial.assignment), value: Math.min(MOST_DEVIATIONS, (cost - mean) / deviation), number: trial.number };
  });
  const best = [...all].sort((a, b) => a.value - b.value).slice(0, MOST_TRIALS / 2);
  const chosen = new Set(best);
  const young = all
    .filter(entry => !chosen.has(entry))
    .reverse()
    .slice(0, MOST_TRIALS / 2);
  const mixed = best.flatMap((entry, i) => [entry, ...(young[i] === undefined ? [] : [young[i]])]);
  return { points: mixed.map(({ point }) => point), values: mixed.map(({ value }) => value), deviation };
}

/** Costs beyond tell nothing about where the good ones lie. */
const MOST_DEVIATIONS = 3;

/** Options without an order get a coordinate each, as far apart as the side of the cube; what takes no part lies in the middle. */
function pointOf(space: Space, assignment: Assignment): Float64Array {
  const units = encode(space, assignment);
  const coordinates = space.dimensions.flatMap(({ name, domain }, i) => {
    const value = assignment[name];
    if (domain.kind === 'choice' && !domain.ordered) return domain.labels.map((_, option) => (value === option ? Math.SQRT1_2 : 0));
    return [value === undefined ? 0.5 : units[i]!];
  });
  return Float64Array.from(coordinates);
}

interface Model {
  readonly process: GaussianProcess;
  readonly best: number;
}

interface Scored {
  readonly assignment: Assignment;
  readonly score: number;
}

/** The greatest expected improvement among draws by lot and neighbours of the best trials; then a climb from there. */
function bestOf(study: Study, model: Model, candidates: number, stream: Random): Scored {
  const { space, trials } = study;
  const tried = new Set(trials.map(({ assignment }) => keyOf(space, assignment)));
  const score = (assignment: Assignment): number =>
    tried.has(keyOf(space, assignment)) ? -1 : expectedImprovement(model, pointOf(space, assignment));
  const lots = Array.from({ length: candidates }, () =>
    decode(
      space,
      space.dimensions.map(() => stream.next()),
    ),
  );
  const neighbours = rankTrials(study)
    .slice(0, 5)
    .flatMap(({ assignment }) => Array.from({ length: Math.ceil(candidates / 10) }, () => mutate(space, assignment, stream)));
  let best: Scored = { assignment: lots[0] ?? {}, score: -Infinity };
  for (const assignment of [...lots, ...neighbours]) {
    const value = score(assignment);
    if (value > best.score) best = { assignment, score: value };
  }
  for (let i = 0; i < candidates / 4; i++) {
    const moved = nudge(space, best.assignment, 0.1 * 0.97 ** i, stream);
    const value = score(moved);
    if (value > best.score) best = { assignment: moved, score: value };
  }
  return best;
}

function nudge(space: Space, assignment: Assignment, width: number, stream: Random): Assignment {
  return decode(
    space,
    encode(space, assignment).map(u => u + width * stream.nextNormal()),
  );
}

function expectedImprovement({ process, best }: Model, point: Float64Array): number {
  const { mean, deviation } = process.predict(point);
  const z = (best - mean) / deviation;
  return deviation * (z * normalBelow(z) + normalDensity(z));
}
