import type { Tensor4D } from '@tensorflow/tfjs-core';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { Scalar, Tensor, TensorLibrary } from '../tensor-library.ts';

export interface ProbeTime {
  /** Median over the steps counted, milliseconds. */
  readonly stepMs: number;
  readonly steps: number;
}

/**
 * Times training steps (forward, gradients, an SGD update) of a small convolutional network on a fixed random batch,
 * for `budgetMs` or 30 steps, whichever ends first. The first step warms up and counts only if it alone takes the
 * whole budget. Leaves no tensor behind.
 */
export function measureTrainingStep(tf: TensorLibrary, now: () => number, budgetMs: number): ProbeTime {
  const network = createNetwork(tf);
  const begin = now();
  const times: number[] = [];
  let from = begin;
  do {
    trainOnce(tf, network);
    const end = now();
    times.push(end - from);
    from = end;
  } while (from - begin < budgetMs && times.length < 30);
  tf.dispose([network.inputs, network.targets, ...network.parameters]);
  const counted = (times.length > 1 ? times.slice(1) : times).toSorted((a, b) => a - b);
  return { stepMs: counted[Math.floor(counted.length / 2)]!, steps: counted.length };
}

interface Network {
  /** [16, 14, 14, 1] */
  readonly inputs: Tensor;
  /** [16, 10], one-hot */
  readonly targets: Tensor;
  parameters: Tensor[];
}

function createNetwork(tf: TensorLibrary): Network {
  const random = createRandom(1);
  const uniform = (shape: number[], scale: number): Tensor =>
    tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => (random.next() - 0.5) * scale),
      shape,
    );
  const classes = Array.from({ length: 16 }, (_, item) => item % 10);
  return {
    inputs: uniform([16, 14, 14, 1], 1),
    targets: tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(classes, 'int32'), 10), 'float32')),
    parameters: [uniform([3, 3, 1, 8], 0.5), uniform([392, 64], 0.1), uniform([64, 10], 0.2)],
  };
}

function trainOnce(tf: TensorLibrary, network: Network): void {
  const updated = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((...parameters) => lossOf(tf, network, parameters))(network.parameters);
    value.dataSync();
    return network.parameters.map((parameter, index) => tf.sub(parameter, tf.mul(grads[index]!, 0.01)));
  });
  tf.dispose(network.parameters);
  network.parameters = updated;
}

function lossOf(tf: TensorLibrary, { inputs, targets }: Network, parameters: readonly Tensor[]): Scalar {
  const [kernel, hidden, output] = parameters as [Tensor, Tensor, Tensor];
  const convolved = tf.relu(tf.conv2d(inputs as Tensor4D, kernel as Tensor4D, 1, 'same'));
  const pooled = tf.reshape(tf.maxPool(convolved, 2, 2, 'valid'), [16, 392]);
  const logits = tf.matMul(tf.relu(tf.matMul(pooled, hidden)), output);
  return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1)));
}
