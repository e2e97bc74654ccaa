import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { activationsOf, inferenceContext } from '../graph/forward.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { epochOrder, gatherBatch } from '../training/batches.ts';
import { disposeAll, upload } from '../training/device-arrays.ts';
import type { Tensors } from '../training/step-plan.ts';
import { tidy } from '../training/tidy.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { Network } from './fold-batch-norm.ts';
import type { ValueHistogram, ValueRange } from './range-estimator.ts';
import { rangeEstimators } from './ranges/index.ts';

export interface CalibrationSetup {
  readonly tf: TensorLibrary;
  readonly data: TrainingData;
  /** Of the drawing of items. */
  readonly seed: number;
  /** How many training items are looked at; at most all. */
  readonly items: number;
  readonly method: AlgorithmValue;
  turn(): Promise<void>;
}

const BATCH = 64;
const BINS = 2048;
/** Values of one node and batch that are counted; of more, every so many-th. */
const MOST_COUNTED = 2 ** 20;

/** Node → the range its values deserve, by the estimator, over training items. Throws `invalid-input` for items that aren't numbers. */
export async function measureRanges(setup: CalibrationSetup, network: Network, nodes: readonly string[]) {
  const { id, params } = splitAlgorithm(setup.method);
  const estimator = rangeEstimators.require(id);
  const ends = new Map<string, ValueRange>(nodes.map(node => [node, { low: Infinity, high: -Infinity }]));
  await overBatches(setup, network, nodes, (node, values) => ends.set(node, widened(ends.get(node), extremes(node, values))));
  const histograms = new Map([...ends].map(([node, range]) => [node, { ...range, counts: new Float64Array(BINS) }]));
  await overBatches(setup, network, nodes, (node, values) => count(histograms.get(node), values));
  return new Map<string, ValueRange>([...histograms].map(([node, histogram]) => [node, estimator.range(params, histogram)]));
}

type Look = (node: string, values: Float32Array) => void;

async function overBatches(setup: CalibrationSetup, { graph, parameters }: Network, nodes: readonly string[], look: Look): Promise<void> {
  const { tf, data, seed, turn } = setup;
  const chosen = epochOrder(seed, 0, data.count('train')).subarray(0, setup.items);
  const uploaded = upload(tf, parameters);
  try {
    for (let start = 0; start < chosen.length; start += BATCH) {
      await turn();
      const positions = chosen.subarray(start, start + BATCH);
      assertNumbers(data, positions);
      const values = tidy(tf, (): Tensors => {
        const { inputs } = gatherBatch(tf, data, 'train', positions);
        const all = activationsOf({ tf, graph, parameters: uploaded, inputs: [inputs], context: inferenceContext });
        return Object.fromEntries(nodes.map(node => [node, tf.clone(all.get(node) as Tensor)]));
      });
      for (const [node, value] of Object.entries(values)) look(node, (await value.data()) as Float32Array);
      disposeAll(values);
    }
  } finally {
    disposeAll(uploaded);
  }
}

function assertNumbers(data: TrainingData, positions: Uint32Array): void {
  const { inputs } = data.gather('train', positions);
  const odd = inputs.findIndex(value => !Number.isFinite(value));
  if (odd < 0) return;
  const item = positions[Math.floor(odd / (inputs.length / positions.length))];
  throw invalidInput(`Items to calibrate on must be numbers all through, but training item ${item} has ${inputs[odd]}`, {
    path: 'calibration',
    hint: 'Mend or leave out the item, and import the data again.',
  });
}

function extremes(node: string, values: Float32Array): ValueRange {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) {
      throw invalidInput(`Values to calibrate on must be finite, but '${node}' gives ${value} for some items`, {
        path: node,
        hint: 'The weights of the model may have diverged: evaluate it first.',
      });
    }
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

function widened(before: ValueRange | undefined, { low, high }: ValueRange): ValueRange {
  return { low: Math.min(before?.low ?? Infinity, low), high: Math.max(before?.high ?? -Infinity, high) };
}

function count(histogram: ValueHistogram | undefined, values: Float32Array): void {
  if (histogram === undefined) return;
  const { counts, low, high } = histogram;
  const factor = high > low ? counts.length / (high - low) : 0;
  const stride = Math.ceil(values.length / MOST_COUNTED);
  for (let i = 0; i < values.length; i += stride) counts[Math.min(counts.length - 1, Math.floor((values[i]! - low) * factor))]! += 1;
}
