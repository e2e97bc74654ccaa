import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { forward } from '../graph/forward.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { epochOrder, gatherBatch, uniformAt, dropoutStream } from './batches.ts';
import { disposeAll, download, upload } from './device-arrays.ts';
import type { Tensors } from './step-plan.ts';
import { tidy } from './tidy.ts';
import type { TrainingData } from './training-data.ts';

/** Batches to average over. */
const BATCHES = 32;

export interface StatisticsSetup {
  readonly tf: TensorLibrary;
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly data: TrainingData;
  readonly batchSize: number;
  readonly seed: number;
}

/**
 * The parameters with every counted statistic (running means and variances) measured anew on training items, as a cut network
 * needs it. A statistic's update is m·old + (1 − m)·batch; from what it makes of 0 and of 1 follow m and the batch's value,
 * whatever layer it belongs to. The same arguments give the same values.
 */
export async function reestimateStatistics(setup: StatisticsSetup, turn: () => Promise<void>): Promise<Parameters> {
  const { graph, parameters, data, batchSize, seed } = setup;
  const counted = parameterDeclarations(graph).filter(({ role }) => role === 'statistic');
  if (counted.length === 0) return parameters;
  const order = epochOrder(seed, 0, data.count('train'));
  const batches = Math.max(1, Math.min(BATCHES, Math.floor(order.length / batchSize)));
  const sums = new Map(counted.map(({ fullName }) => [fullName, new Float64Array(parameters[fullName]!.values.length)]));
  for (let batch = 0; batch < batches; batch++) {
    const positions = order.subarray(batch * batchSize, (batch + 1) * batchSize);
    const [from0, from1] = [await updatesOf(setup, positions, 0), await updatesOf(setup, positions, 1)];
    for (const [name, sum] of sums) {
      const [low, high] = [from0[name]!.values, from1[name]!.values];
      for (let i = 0; i < sum.length; i++) sum[i]! += low[i]! / (1 - (high[i]! - low[i]!)) / batches;
    }
    await turn();
  }
  const measured = [...sums].map(([name, sum]) => [name, { shape: parameters[name]!.shape, values: Float32Array.from(sum) }] as const);
  return { ...parameters, ...Object.fromEntries(measured) };
}

/** What every statistic would become, had all of them been `before`. */
async function updatesOf(
  { tf, graph, parameters, data, seed }: StatisticsSetup,
  positions: Uint32Array,
  before: number,
): Promise<Parameters> {
  const counted = new Set(parameterDeclarations(graph).flatMap(({ role, fullName }) => (role === 'statistic' ? [fullName] : [])));
  const start = Object.entries(parameters).map(([name, parameter]) => [
    name,
    counted.has(name) ? { ...parameter, values: new Float32Array(parameter.values.length).fill(before) } : parameter,
  ]);
  const updates = tidy(tf, (): Tensors => {
    const tensors = upload(tf, Object.fromEntries(start) as Parameters);
    const { inputs } = gatherBatch(tf, data, 'train', positions);
    const updated: Record<string, Tensor> = {};
    const uniform = uniformAt(tf, dropoutStream(seed)(0));
    const context = { training: true, uniform, updateStatistic: (name: string, value: Tensor) => void (updated[name] = value) };
    forward({ tf, graph, parameters: tensors, inputs: [inputs], context });
    return updated;
  });
  const read = await download(updates);
  disposeAll(updates);
  return read;
}
