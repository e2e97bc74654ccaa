import { decode, encode, keyOf } from '../../../../src-shared/domain/search/assignments.ts';
import type { Assignment, Space } from '../../../../src-shared/domain/search/space.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import { conditionOn, fitKernel, type GaussianProcess, type Observed } from '../gaussian-process.ts';
import { normalBelow, normalDensity } from '../normal-curve.ts';
import { rankTrials } from '../rank-trials.ts';
import { defineSampler } from '../sampler.ts';
import { costsOf, type Study } from '../trial.ts';
import { mutate } from '../vary.ts';
import { random } from './random.sampler.ts';

const MOST_TRIALS = 200;
const MOST_FITTED = 80;
const MOST_DIMENSIONS = 30;

/**
 * Gaussian process with a Matérn 5/2 kernel and expected improvement: for small spaces and few, costly trials. Its lengths
 * are fitted to at most 80 trials, it predicts from at most 200 (the best and the youngest). Running trials count as if
 * they had turned out as predicted by the mean, failed and refused ones as the worst seen.
 */
export const gaussianProcess = defineSampler({
  id: 'gaussian-process',
  title: 'Gaussian process',
  help: 'Models the objective itself and tries where it promises most: for small spaces and up to 200 trials.',
  source: 'Jones et al. 1998, doi:10.1023/A:1008306431147; Snoek et al. 2012, arXiv:1206.2944',
  params: {
    startup: { kind: 'number', label: 'Trials by lot at first', default: 10, min: 2, max: 1000, integer: true },
    candidates: { kind: 'number', label: 'Draws to choose from', default: 400, min: 1, max: 10_000, integer: true },
  },
  revision: 1,
  unfit(space, objectives) {
    if (objectives > 1) return `one objective is required, got ${objectives}`;
    const { length } = space.dimensions;
    return length <= MOST_DIMENSIONS ? null : `a space of at most ${MOST_DIMENSIONS} ranges is required, got ${length}`;
  },
  suggest({ study, config, shared, random: stream }) {
    const observed = observe(study);
    if (observed === null || rankTrials(study).length < config.startup)
      return random.suggest({ study, config: {}, shared, random: stream });
    const few = { points: observed.points.slice(0, MOST_FITTED), values: observed.values.slice(0, MOST_FITTED) };
    const process = conditionOn(observed, fitKernel(few, few.points[0]!.length > 12 ? 2 : 4));
    if (process === null) return random.suggest({ study, config: {}, shared, random: stream });
    return { assignment: mostPromising(study, { process, best: Math.min(...observed.values) }, config.candidates, stream) };
  },
});

/** Trials as points of a cube and standardised costs: the best half and the youngest first. */
function observe(study: Study): Observed | null {
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
  return { points: mixed.map(({ point }) => point), values: mixed.map(({ value }) => value) };
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

/** The greatest expected improvement among draws by lot and neighbours of the best trials; then a climb from there. */
function mostPromising(study: Study, model: Model, candidates: number, stream: Random): Assignment {
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
  let best = { assignment: lots[0] ?? {}, score: -Infinity };
  for (const assignment of [...lots, ...neighbours]) {
    const value = score(assignment);
    if (value > best.score) best = { assignment, score: value };
  }
  for (let i = 0; i < candidates / 4; i++) {
    const moved = nudge(space, best.assignment, 0.1 * 0.97 ** i, stream);
    const value = score(moved);
    if (value > best.score) best = { assignment: moved, score: value };
  }
  return best.assignment;
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
