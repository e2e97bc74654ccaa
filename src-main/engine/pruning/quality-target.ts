import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Phase, PhaseNetwork, PhaseState } from '../training/phases.ts';
import { granularities } from './granularities/index.ts';
import { mainPhases } from './pruning-phases.ts';
import { resolvePruning, type Pruning, type PruningSetup } from './pruning-setup.ts';
import type { PruningTarget } from './targets.ts';

/** Whole prunings, fine-tune included, to find the rate with. */
const PROBES = 5;
/** Less than this is no target. */
const LEAST_RATE = 0.02;

/** What is asked for: at least this accuracy, or at most this loss, on the validation part. */
interface Quality {
  readonly name: 'accuracy' | 'loss';
  readonly bound: number;
}

export interface QualitySearch {
  readonly phases: readonly Phase[];
  /** The pruning that was found, once the phases have run; before that, one of the same kind. */
  found(state: PhaseState): Pruning;
}

/** Null where the target says by itself how much goes. */
export function qualityOf({ accuracy, loss }: PruningTarget): Quality | null {
  if (accuracy !== undefined) return { name: 'accuracy', bound: accuracy };
  return loss === undefined ? null : { name: 'loss', bound: loss };
}

/**
 * The most that can be removed while the quality holds, by bisection over the share: each probe prunes and fine-tunes the
 * model anew, in phases of its own. The network of the greatest share that held goes on as `pruned`. The phases fail with
 * `nothing-changed` when none did.
 */
export function searchQuality(setup: PruningSetup, quality: Quality, pruned: string): QualitySearch {
  if (quality.name === 'accuracy' && setup.data.task === 'values') {
    throw invalidInput("A regression has no accuracy; a target 'loss' is required, got 'accuracy'", { path: 'target.accuracy' });
  }
  const pruningAt = (rate: number): Pruning => resolvePruning({ ...setup, target: targetAt(setup, rate) });
  const parts = mainPhases(pruningAt(LEAST_RATE), PROBE);
  const probe = (number: number): Phase[] =>
    parts.map(({ work }, part) => ({
      work,
      async run(state, hooks) {
        const rate = rateOf(state, quality, number);
        const pruning = reachable(() => pruningAt(rate));
        // Further than any network of this structure gets: as good as tried and failed.
        if (pruning === null) return { ...state, [figuresName(number)]: failed(state, setup) };
        const after = await mainPhases(pruning, PROBE)[part]!.run(state, hooks);
        return part < parts.length - 1 ? after : judged(after, { quality, number, pruned, rate, log: hooks.log });
      },
    }));
  return {
    phases: [
      ...Array.from({ length: PROBES }, (_, number) => probe(number)).flat(),
      { work: 0, run: async state => requireFound(state, { quality, pruned }) },
    ],
    found: state => pruningAt(state[pruned] === undefined ? LEAST_RATE : foundRate(state, quality)),
  };
}

const PROBE = 'probe';
const figuresName = (number: number): string => `probe-${number}`;

/** Structures are measured by what they compute; what saves no arithmetic, by its own number. */
function targetAt({ granularity }: PruningSetup, rate: number): PruningTarget {
  const { targets } = granularities.require(splitAlgorithm(granularity).id);
  return targets.includes('multiplyAdds') ? { multiplyAdds: 1 - rate } : { sparsity: rate };
}

function rateOf(state: PhaseState, quality: Quality, number: number): number {
  const [low, high] = boundsAfter(state, quality, number);
  return (low + high) / 2;
}

function foundRate(state: PhaseState, quality: Quality): number {
  return boundsAfter(state, quality, PROBES)[0];
}

/** The greatest rate that held and the least that did not, as far as the first probes tell. */
function boundsAfter(state: PhaseState, quality: Quality, probes: number): readonly [number, number] {
  let [low, high] = [0, 1];
  for (let number = 0; number < probes; number++) {
    const middle = (low + high) / 2;
    if (holds(state[figuresName(number)], quality)) low = middle;
    else high = middle;
  }
  return [low, high];
}

function holds(network: PhaseNetwork | undefined, { name, bound }: Quality): boolean {
  const figures = network?.validation?.kept;
  if (figures === undefined) return false;
  return name === 'accuracy' ? (figures.accuracy ?? 0) >= bound : figures.loss <= bound;
}

interface Judging {
  readonly quality: Quality;
  readonly number: number;
  readonly pruned: string;
  readonly rate: number;
  log(level: 'info', message: string): void;
}

/** Keeps a probe's figures, and its network when it is the best so far. */
function judged(state: PhaseState, { quality, number, pruned, rate, log }: Judging): PhaseState {
  const { [PROBE]: network, ...rest } = state;
  if (network === undefined) throw new Error('A probe left no network');
  const isGood = holds(network, quality);
  const figure = network.validation?.kept[quality.name] ?? NaN;
  log(
    'info',
    `Without ${(100 * rate).toFixed(1)} %: ${quality.name} ${figure.toFixed(4)}, ${isGood ? 'enough' : 'not enough'} for ${quality.bound}`,
  );
  return { ...rest, [figuresName(number)]: withoutArrays(network), ...(isGood ? { [pruned]: network } : {}) };
}

function failed(state: PhaseState, { graph }: PruningSetup): PhaseNetwork {
  const known = state[PROBE];
  if (known !== undefined) return withoutArrays({ ...known, validation: null });
  const epochs = { run: 0, kept: 0, stoppedEarly: false };
  return { graph, parameters: {}, masks: {}, slots: {}, validation: null, epochs, steps: 0, trainingMs: 0 };
}

function withoutArrays(network: PhaseNetwork): PhaseNetwork {
  return { ...network, parameters: {}, masks: {}, slots: {} };
}

function reachable(resolve: () => Pruning): Pruning | null {
  try {
    return resolve();
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.path?.startsWith('target') === true) return null;
    throw thrown;
  }
}

function requireFound(state: PhaseState, { quality, pruned }: { readonly quality: Quality; readonly pruned: string }): PhaseState {
  if (state[pruned] !== undefined) return state;
  const figures = Array.from({ length: PROBES }, (_, number) => state[figuresName(number)]?.validation?.kept[quality.name]);
  const tried = figures.filter(figure => figure !== undefined);
  const best = quality.name === 'accuracy' ? Math.max(...tried) : Math.min(...tried);
  throw new AppFailure({
    code: 'nothing-changed',
    message: `A pruned network with ${quality.name} ${quality.name === 'accuracy' ? 'of at least' : 'of at most'} ${quality.bound} is required; the best of ${tried.length} probes had ${best.toFixed(4)}`,
    path: `target.${quality.name}`,
    hint: 'Ask for a little less, or fine-tune for longer.',
  });
}
