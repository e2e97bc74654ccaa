import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { featureNode, featuresOf } from './features.ts';
import type { FittedLearner, LearnerLayers, LearnerTail, LevelOneInput } from './learner.ts';

/** One dense layer of a learner: kernel `[inputs, outputs]`. */
export interface DenseWeights {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  /** Whether negative sums become 0. */
  readonly relu: boolean;
}

/** A learner that is dense layers over the features. */
export function denseLearner(layers: readonly DenseWeights[]): FittedLearner {
  return { weights: null, answer: input => answer(layers, input), layers: call => asNodes(layers, call) };
}

function answer(layers: readonly DenseWeights[], input: LevelOneInput): Float32Array {
  let { values, width } = featuresOf(input);
  for (const layer of layers) {
    values = applyDense(layer, values, width);
    width = layer.bias.length;
  }
  return values;
}

/** Sums in double precision. */
function applyDense({ kernel, bias, relu }: DenseWeights, inputs: Float32Array, width: number): Float32Array {
  const units = bias.length;
  const items = inputs.length / width;
  const outputs = new Float32Array(items * units);
  const sums = new Float64Array(units);
  for (let i = 0; i < items; i++) {
    sums.set(bias);
    for (let k = 0; k < width; k++) {
      const x = inputs[i * width + k]!;
      if (x !== 0) for (let u = 0; u < units; u++) sums[u]! += x * kernel[k * units + u]!;
    }
    for (let u = 0; u < units; u++) outputs[i * units + u] = relu ? Math.max(0, sums[u]!) : sums[u]!;
  }
  return outputs;
}

function asNodes(layers: readonly DenseWeights[], call: LearnerLayers): LearnerTail {
  const parameters: Record<string, Parameter> = {};
  let node = featureNode(call);
  for (const { kernel, bias, relu } of layers) {
    const units = bias.length;
    const activation = relu ? 'relu' : 'linear';
    node = call.tail.add('level1-fc', 'dense', { units, activation, bias: true, initialiser: 'glorot-uniform' }, [node]);
    parameters[`${node}/kernel`] = { shape: [kernel.length / units, units], values: kernel };
    parameters[`${node}/bias`] = { shape: [units], values: bias };
  }
  return { output: node, parameters };
}
