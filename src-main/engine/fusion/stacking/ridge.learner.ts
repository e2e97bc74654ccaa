import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import { assertHeldOut } from '../held-out.ts';
import { denseLearner, type DenseWeights } from './dense-form.ts';
import { featuresOf, type Features } from './features.ts';
import { defineLearner, inputOf, ridge as ridgeParam, type LevelOneInput } from './learner.ts';
import { minimise } from './limited-memory.ts';
import { linearObjective, sigmoidLoss, softmaxLoss, squaredLoss, type ItemLoss, type LinearProblem } from './linear-fit.ts';

const LIMITS = { tolerance: 1e-7, steps: 2000 };

const LOSSES: Readonly<Record<Task, (targets: Int32Array | Float32Array) => ItemLoss>> = {
  classes: softmaxLoss,
  binary: sigmoidLoss,
  labels: sigmoidLoss,
  values: squaredLoss,
};

/** A linear model of the members' probabilities, kept small by a ridge: multinomial logistic, or least squares. */
export const ridge = defineLearner({
  id: 'ridge',
  title: 'Ridge',
  help: 'A linear model of the members’ probabilities: multinomial logistic with a ridge; of values, ridge regression.',
  source: 'Wolpert 1992, doi:10.1016/S0893-6080(05)80023-1; ridge: le Cessie & van Houwelingen 1992, doi:10.2307/2347628',
  revision: 1,
  params: { ridge: ridgeParam },
  tasks: ['classes', 'binary', 'labels', 'values'],
  fit({ config, items }) {
    const { predictions } = items;
    assertHeldOut(predictions);
    const { task, width: units, targets } = predictions;
    const input = inputOf(items);
    const problem = { features: featuresOf(input), items: predictions.items, units, ridge: config.ridge };
    const isPair = task === 'classes' && units === 2;
    return Promise.resolve(denseLearner([isPair ? fitPair(problem, input, targets) : fitLinear(problem, LOSSES[task](targets))]));
  },
});

function fitLinear(problem: LinearProblem, lossOf: ItemLoss): DenseWeights {
  const { features, units } = problem;
  const found = Float32Array.from(minimise(linearObjective(problem, lossOf), new Float64Array((features.width + 1) * units), LIMITS));
  return { kernel: found.slice(0, features.width * units), bias: found.slice(features.width * units), relu: false };
}

/** Two classes are one question: one logit over the probabilities of the second, so that nothing is penalised twice. */
function fitPair(
  problem: LinearProblem,
  { outputs, original, originalWidth }: LevelOneInput,
  targets: Int32Array | Float32Array,
): DenseWeights {
  const { features } = problem;
  const read = [
    ...outputs.map((_, member) => 2 * member + 1),
    ...Array.from({ length: original === null ? 0 : originalWidth }, (_, i) => 2 * outputs.length + i),
  ];
  const one = fitLinear({ ...problem, features: columnsOf(features, read), units: 1 }, sigmoidLoss(targets));
  const kernel = new Float32Array(features.width * 2);
  read.forEach((column, i) => (kernel[2 * column + 1] = one.kernel[i]!));
  return { kernel, bias: Float32Array.of(0, one.bias[0] ?? 0), relu: false };
}

function columnsOf({ values, width }: Features, columns: readonly number[]): Features {
  const taken = new Float32Array((values.length / width) * columns.length);
  for (let i = 0; i < taken.length; i++) taken[i] = values[Math.floor(i / columns.length) * width + columns[i % columns.length]!]!;
  return { values: taken, width: columns.length };
}
