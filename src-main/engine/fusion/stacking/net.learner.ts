import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { graphFromLayers } from '../../graph/build.ts';
import { initialParameters } from '../../graph/parameters.ts';
import { trainingLoad } from '../../memory/predict-memory.ts';
import type { TrainingData } from '../../training/training-data.ts';
import { runTraining } from '../../training/run-training.ts';
import { assertHeldOut, type HeldOutPredictions } from '../held-out.ts';
import { denseLearner, type DenseWeights } from './dense-form.ts';
import { featuresOf, type Features } from './features.ts';
import { defineLearner, inputOf } from './learner.ts';

const OPTIMIZER = { kind: 'adam', learningRate: 0.003, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** A small network over the members' probabilities, trained like any other. */
export const net = defineLearner({
  id: 'net',
  title: 'Small network',
  help: 'One hidden layer over the members’ probabilities: sees which member to trust where.',
  source: 'Wolpert 1992, doi:10.1016/S0893-6080(05)80023-1',
  revision: 1,
  params: {
    hidden: { kind: 'number', label: 'Hidden units', default: 16, min: 1, max: 1024, integer: true },
    epochs: {
      kind: 'number',
      label: 'Epochs',
      help: 'Passes over the out-of-fold predictions.',
      default: 20,
      min: 1,
      max: 1000,
      integer: true,
    },
    weightDecay: {
      kind: 'number',
      label: 'Weight decay (L2)',
      help: 'λ/2·‖w‖² over kernels, added to the loss.',
      default: 0.0001,
      min: 0,
      max: 10,
    },
  },
  tasks: ['classes', 'binary', 'labels', 'values'],
  async fit({ config, items, seed, engine, hooks }) {
    const { predictions } = items;
    assertHeldOut(predictions);
    const features = featuresOf(inputOf(items));
    const data = trainingData(features, predictions);
    const graph = graphOf(config.hidden, data);
    const batchSize = Math.min(64, predictions.items);
    const { tf, compiler } = await engine(trainingLoad({ graph, data }, { optimizer: OPTIMIZER, batchSize }));
    const { parameters } = await runTraining(
      {
        ...{ tf, compiler, graph, data, seed, batchSize, optimizer: OPTIMIZER, masks: {} },
        ...{ schedule: { kind: 'cosine', floor: 0 }, epochs: config.epochs, weightDecay: config.weightDecay, keep: 'last' },
        parameters: initialParameters(graph, createRandom(seed).split('init')),
      },
      hooks,
    );
    const layers = graph.nodes.filter(({ layer }) => layer === 'dense').map(({ name }) => name);
    return denseLearner(layers.map((name, i) => denseOf(parameters, name, i < layers.length - 1)));
  },
});

function denseOf(parameters: Readonly<Record<string, { readonly values: Float32Array }>>, name: string, relu: boolean): DenseWeights {
  const [kernel, bias] = [parameters[`${name}/kernel`], parameters[`${name}/bias`]];
  if (kernel === undefined || bias === undefined) throw new Error(`A level-1 network has a kernel and a bias in '${name}'`);
  return { kernel: kernel.values, bias: bias.values, relu };
}

function graphOf(hidden: number, { inputShape, outputs, task }: TrainingData): ModelGraph {
  const dense = (units: number, activation: string) => ({
    layer: 'dense',
    config: { units, activation, bias: true, initialiser: 'he-normal' },
  });
  return graphFromLayers([dense(hidden, 'relu'), dense(outputs, 'linear')], { inputShape, outputs, task });
}

/** Out-of-fold predictions as a data set of their own. */
function trainingData({ values, width }: Features, { task, width: outputs, items, targets }: HeldOutPredictions): TrainingData {
  const per = task === 'classes' ? 1 : outputs;
  const every = Uint32Array.from({ length: items }, (_, i) => i);
  const none = every.subarray(0, 0);
  return {
    ...{ inputShape: [width], task, outputs },
    count: split => (split === 'train' ? items : 0),
    stored: { items, inputs: values, factor: 1, offset: 0, targets, itemsOf: split => (split === 'train' ? every : none) },
    gather(_split, positions) {
      const inputs = new Float32Array(positions.length * width);
      const right = new (targets.constructor as new (length: number) => Int32Array | Float32Array)(positions.length * per);
      positions.forEach((item, i) => {
        inputs.set(values.subarray(item * width, (item + 1) * width), i * width);
        right.set(targets.subarray(item * per, (item + 1) * per), i * per);
      });
      return { inputs, targets: right };
    },
  };
}
