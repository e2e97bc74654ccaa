import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import { assertHeldOut } from '../held-out.ts';
import { logSharesOf } from '../parallel/shares.ts';
import { defineLearner, inputOf, ridge, type FittedLearner, type LearnerLayers, type LearnerTail, type LevelOneInput } from './learner.ts';
import { sigmoidLoss, softmaxLoss, squaredLoss, type ItemLoss } from './linear-fit.ts';
import type { Objective } from './limited-memory.ts';
import { minimiseNonNegative } from './non-negative.ts';

const LIMITS = { tolerance: 1e-8, steps: 500 };

const LOSSES: Readonly<Record<Task, (targets: Int32Array | Float32Array) => ItemLoss>> = {
  classes: softmaxLoss,
  binary: sigmoidLoss,
  labels: sigmoidLoss,
  values: squaredLoss,
};

/**
 * One weight a member, not negative, and an offset a class: softmax(Σ aₘ·ln pₘ + b). Few numbers to fit, so little to fit
 * wrongly; members that add nothing get weight 0 and leave the graph.
 */
export const nonNegative = defineLearner({
  id: 'non-negative',
  title: 'Non-negative logistic',
  help: 'One weight for each member, never below 0, on the logarithms of its probabilities, and an offset for each class.',
  source: 'Breiman 1996, doi:10.1007/BF00117832; van der Laan 2007, doi:10.2202/1544-6115.1309',
  revision: 1,
  params: { ridge },
  tasks: ['classes', 'binary', 'labels', 'values'],
  fit({ config, items }) {
    const { predictions } = items;
    assertHeldOut(predictions);
    const input = inputOf(items);
    const members = predictions.outputs.length;
    const objective = weightedObjective(input, LOSSES[predictions.task](predictions.targets), config.ridge);
    const start = new Float64Array(members + predictions.width).fill(1 / members, 0, members);
    const found = [...minimiseNonNegative({ objective, bounded: members, start, limits: LIMITS })];
    return Promise.resolve(weightedLearner(found.slice(0, members), found.slice(members)));
  },
});

/** What is weighted: ln of the probabilities, logits of labels, or values. */
function scoresOf({ task, width, outputs }: LevelOneInput): readonly Float32Array[] {
  return task === 'classes' ? outputs.map(answers => logSharesOf(answers, width)) : outputs;
}

/** Mean loss plus a ridge that pulls each weight to 1/members and each offset to 0. */
function weightedObjective(input: LevelOneInput, lossOf: ItemLoss, strength: number): Objective {
  const { width, items } = input;
  const scored = scoresOf(input);
  const members = scored.length;
  const scores = new Float64Array(width);
  return (at, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let i = 0; i < items; i++) {
      scores.set(at.subarray(members));
      for (let m = 0; m < members; m++) for (let u = 0; u < width; u++) scores[u]! += at[m]! * scored[m]![i * width + u]!;
      loss += lossOf(scores, i);
      for (let m = 0; m < members; m++) for (let u = 0; u < width; u++) gradient[m]! += scores[u]! * scored[m]![i * width + u]!;
      for (let u = 0; u < width; u++) gradient[members + u]! += scores[u]!;
    }
    for (let k = 0; k < at.length; k++) {
      const away = at[k]! - (k < members ? 1 / members : 0);
      loss += (strength / 2) * away * away;
      gradient[k] = (gradient[k]! + strength * away) / items;
    }
    return loss / items;
  };
}

function weightedLearner(weights: readonly number[], offsets: readonly number[]): FittedLearner {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return {
    weights: sum > 0 ? weights.map(weight => weight / sum) : null,
    answer: input => answer(input, weights, offsets),
    layers: call => asNodes(call, weights, offsets),
  };
}

function answer(input: LevelOneInput, weights: readonly number[], offsets: readonly number[]): Float32Array {
  const { width, items } = input;
  const scored = scoresOf(input);
  return Float32Array.from({ length: items * width }, (_, k) =>
    scored.reduce((sum, own, m) => sum + weights[m]! * own[k]!, offsets[k % width]!),
  );
}

/** With all weights 0 the members stay in the graph, unheard: a graph reads its input. */
function asNodes({ task, tail, ends }: LearnerLayers, weights: readonly number[], offsets: readonly number[]): LearnerTail {
  const isHeard = weights.some(weight => weight > 0);
  const said = isHeard ? weights : weights.map(() => 1);
  const scored = ends.map((end, m) => (task === 'classes' && said[m]! > 0 ? tail.add('log-shares', 'log-softmax', {}, [end]) : end));
  const sum = tail.weightedSum(scored, said);
  const output = tail.add('level1', 'rescale', { factor: [isHeard ? 1 : 0], offset: [...offsets] }, [sum]);
  return { output, parameters: {} };
}
