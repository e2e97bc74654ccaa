import { activationsOf, inferenceContext } from '../graph/forward.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { epochOrder, gatherBatch } from '../training/batches.ts';
import { disposeAll, download, upload } from '../training/device-arrays.ts';
import type { Tensors } from '../training/step-plan.ts';
import { tidy } from '../training/tidy.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { FactorisationSubject } from './candidates.ts';

/** Batches to average over. */
const BATCHES = 16;

export interface InputSizesSetup {
  readonly tf: TensorLibrary;
  readonly data: TrainingData;
  readonly batchSize: number;
  readonly seed: number;
}

/** Node → root mean square of each channel of its value, over training items and positions. */
export type InputSizes = ReadonlyMap<string, Float64Array>;

/**
 * How large the values are that these nodes hand on, channel by channel: what a kernel's rows are multiplied by. The same
 * arguments give the same values.
 */
export async function measureInputSizes(
  { tf, data, batchSize, seed }: InputSizesSetup,
  { graph, parameters }: FactorisationSubject,
  turn: () => Promise<void>,
): Promise<InputSizes> {
  const sums = new Map<string, Float64Array>();
  const order = epochOrder(seed, 0, data.count('train'));
  const batches = Math.max(1, Math.min(BATCHES, Math.floor(order.length / batchSize)));
  const nodes = [...new Set(graph.nodes.flatMap(node => node.inputs))];
  for (let batch = 0; batch < batches; batch++) {
    const squares = tidy(tf, (): Tensors => {
      const { inputs } = gatherBatch(tf, data, 'train', order.subarray(batch * batchSize, (batch + 1) * batchSize));
      const values = activationsOf({ tf, graph, parameters: upload(tf, parameters), inputs: [inputs], context: inferenceContext });
      return Object.fromEntries(nodes.map(node => [node, meanSquare(tf, values.get(node) as Tensor)]));
    });
    const read = await download(squares);
    disposeAll(squares);
    for (const node of nodes) {
      const { values } = read[node]!;
      const sum = sums.get(node) ?? new Float64Array(values.length);
      sums.set(
        node,
        sum.map((before, i) => before + values[i]! / batches),
      );
    }
    await turn();
  }
  return new Map([...sums].map(([node, sum]) => [node, sum.map(Math.sqrt)]));
}

/** Per channel. */
function meanSquare(tf: TensorLibrary, value: Tensor): Tensor {
  const axes = value.shape.slice(0, -1).map((_, axis) => axis);
  return tf.mean(tf.square(value), axes);
}
