import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { LayerContext } from '../graph/layer.ts';
import { activationsOf, forward, inferenceContext, predict } from '../graph/forward.ts';
import type { Scalar, Tensor, TensorLibrary } from '../tensor-library.ts';
import { adjustGradients } from './gradients.ts';
import { mixedLoss } from './mix-items.ts';
import type { StepNumbers } from './optimizer.ts';
import type { Batch, BoundOptimizer, Hyperparameters, Measurements, StepOutcome, StepPlan, StepState, Tensors } from './step-plan.ts';
import { tidy } from './tidy.ts';
import { ITEM_WEIGHT } from './training-data.ts';

/**
 * One optimizer step. Pure: reads its arguments, leaves them alive, returns new tensors (the very same object where
 * nothing changed). Where a mask is 0, parameter, gradient and slots stay 0 if they were 0 before: the gradient is masked
 * after weight decay and before clipping, and every optimizer maps zeros to zeros.
 */
export function trainingStep(plan: StepPlan, state: StepState, batch: Batch, hyper: Hyperparameters): StepOutcome {
  const { tf } = plan;
  return tidy(tf, () => {
    const { statistics, gradients, ...measurements } = differentiate(plan, state.parameters, batch, hyper);
    const adjusted = adjustGradients(plan, state.parameters, gradients, hyper.masks);
    const updated = applyOptimizer(plan, state, adjusted, hyper);
    const parameters = { ...state.parameters, ...statistics, ...updated.parameters };
    const slots = { ...state.slots, ...updated.slots };
    return { state: { parameters, slots }, measurements };
  });
}

/** Frees what only `before` holds. */
export function disposeReplaced(before: StepState, after: StepState): void {
  for (const part of ['parameters', 'slots'] as const) {
    for (const [name, tensor] of Object.entries(before[part])) if (after[part][name] !== tensor) tensor.dispose();
  }
}

export interface Differentiated extends Measurements {
  readonly statistics: Tensors;
  /** By name; a parameter the loss does not depend on has none. */
  readonly gradients: Tensors;
}

/** Loss, answers, statistics and gradients of one batch; to be called within a tidy. */
export function differentiate(
  plan: StepPlan,
  parametersNow: Tensors,
  given: Batch,
  hyper: Pick<Hyperparameters, 'uniform' | 'objective'>,
): Differentiated {
  const { tf, graph, trainable, frozen } = plan;
  const kept: Tensor[] = [];
  const counted: Record<string, Tensor> = {};
  const measured: Record<string, Scalar> = {};
  let answers: Tensor | null = null;
  const uniform: LayerContext['uniform'] = shape => hyper.uniform(shape);
  const batch = plan.augment === null ? given : plan.augment(given, uniform);
  const context: LayerContext = {
    training: true,
    uniform,
    updateStatistic(name, value) {
      counted[name] = value;
      kept.push(tf.keep(value));
    },
  };
  function lossOf(...values: Tensor[]): Scalar {
    const parameters = { ...parametersNow, ...Object.fromEntries(trainable.map(({ name }, i) => [name, values[i]!])) };
    const activations = activationsOf({ tf, graph, parameters, inputs: [batch.inputs], context, frozen });
    const outputs = activations.get(graph.outputs[0]!) as Tensor;
    answers = outputs;
    kept.push(tf.keep(outputs));
    if (plan.objective === null) return trainingLoss(plan, outputs, batch);
    const plain = (others = outputs): Scalar => trainingLoss(plan, others, batch);
    const { loss, parts } = plan.objective.value({ outputs, activations, parameters, batch, ...hyper.objective, loss: plain, context });
    for (const [name, part] of Object.entries(parts)) {
      measured[name] = part;
      kept.push(tf.keep(part));
    }
    return loss;
  }
  try {
    const { value, grads } = tf.valueAndGrads(lossOf)(trainable.map(({ name }) => parametersNow[name]!));
    const gradients = Object.fromEntries(
      trainable.map(({ name }, i) => [name, grads[i] as Tensor | undefined]).filter(([, g]) => g !== undefined),
    );
    const statistics = Object.fromEntries(Object.entries(counted).map(([name, tensor]) => [name, tensor.clone()]));
    const parts = Object.fromEntries(Object.entries(measured).map(([name, part]) => [name, part.clone()]));
    const correct = answers === null ? null : rightAnswers(tf, plan.task, answers, batch);
    return { loss: value as Scalar, correct, parts, statistics, gradients: gradients as Tensors };
  } finally {
    for (const tensor of kept) tensor.dispose();
  }
}

/** The loss with the items' weights, where the batch has some. */
function trainingLoss({ tf, loss }: StepPlan, outputs: Tensor, { targets, extras, mixed }: Batch): Scalar {
  if (mixed === undefined) return loss(outputs, targets, extras[ITEM_WEIGHT] ?? null);
  return mixedLoss(tf, mixed, (part, weights) => loss(outputs, part, weights));
}

/** Loss and right answers of a batch as the parameters are; to be called within a tidy. */
export function judgedBatch(plan: StepPlan, parameters: Tensors, batch: Batch): Measurements {
  const { tf, graph, task } = plan;
  const [outputs] = predict({ tf, graph, parameters, inputs: [batch.inputs] }) as [Tensor];
  return { loss: plan.loss(outputs, batch.targets), correct: rightAnswers(tf, task, outputs, batch), parts: {} };
}

/** Gradients of a batch's mean loss (weighted, where items have weights) as the parameters are; to be called within a tidy. */
export function gradientsOf(plan: StepPlan, parametersNow: Tensors, batch: Batch): Tensors {
  const { tf, graph, trainable } = plan;
  const lossOf = (...values: Tensor[]): Scalar => {
    const parameters = { ...parametersNow, ...Object.fromEntries(trainable.map(({ name }, i) => [name, values[i]!])) };
    const [outputs] = forward({ tf, graph, parameters, inputs: [batch.inputs], context: inferenceContext }) as [Tensor];
    return trainingLoss(plan, outputs, batch);
  };
  const { grads } = tf.valueAndGrads(lossOf)(trainable.map(({ name }) => parametersNow[name]!));
  return Object.fromEntries(
    trainable.flatMap(({ name }, i) => ((grads[i] as Tensor | undefined) === undefined ? [] : [[name, grads[i]!]])),
  ) as Tensors;
}

/** `NODE/magnitude` and `NODE/zeros`, as `ActivationSums`; to be called within a tidy. */
export function activationSums(plan: StepPlan, parameters: Tensors, batch: Batch, nodes: readonly string[]): Tensors {
  const { tf, graph } = plan;
  const values = activationsOf({ tf, graph, parameters, inputs: [batch.inputs], context: inferenceContext });
  return Object.fromEntries(
    nodes.flatMap(node => {
      const value = values.get(node) as Tensor;
      const rows = tf.reshape(value, [-1, value.shape.at(-1) ?? 1]);
      return [
        [`${node}/magnitude`, tf.sum(tf.abs(rows), 0)],
        [`${node}/zeros`, tf.sum(tf.cast(tf.equal(rows, 0), 'float32'), 0)],
      ];
    }),
  ) as Tensors;
}

/** How many of the batch's items are answered right, all labels of an item counting as one answer; null where there is no right and wrong. */
export function rightAnswers(
  tf: TensorLibrary,
  task: Task,
  answers: Tensor,
  { targets, mixed }: Pick<Batch, 'targets' | 'mixed'>,
): Scalar | null {
  if (task === 'values') return null;
  const right = (wanted: Tensor): Tensor => {
    if (task === 'classes') return tf.cast(tf.equal(tf.argMax(answers, 1), wanted), 'float32');
    const each = tf.equal(tf.greater(answers, 0), tf.greater(wanted, 0.5));
    if (task === 'binary') return tf.cast(each, 'float32');
    return tf.cast(tf.equal(tf.sum(tf.cast(each, 'float32'), 1), answers.shape[1] ?? 1), 'float32');
  };
  if (mixed === undefined) return tf.sum(right(targets));
  const shares = mixed.map(part => tf.sum(tf.mul(tf.reshape(right(part.targets), [-1]), part.share)));
  return shares.reduce((sum, share) => tf.add(sum, share)) as Scalar;
}

function applyOptimizer(plan: StepPlan, state: StepState, gradients: Tensors, hyper: Hyperparameters): StepState {
  const { tf, optimizer, trainable } = plan;
  const constant = sharedConstants(tf);
  const parameters: Record<string, Tensor> = {};
  const slots: Record<string, Tensor> = {};
  for (const { name, decays } of trainable) {
    const gradient = gradients[name];
    if (gradient === undefined) continue;
    const updated = optimizer.update({
      parameter: state.parameters[name]!,
      gradient,
      slots: Object.fromEntries(optimizer.slots.map(slot => [slot, state.slots[`${name}/${slot}`]!])),
      scalars: hyper.scalars,
      decays,
      constant,
    });
    parameters[name] = updated.parameter;
    for (const slot of optimizer.slots) slots[`${name}/${slot}`] = updated.slots[slot]!;
  }
  return { parameters, slots };
}

/** The optimizer's numbers for one step as tensors. */
export function scalarsAt(tf: TensorLibrary, optimizer: BoundOptimizer, at: StepNumbers): Readonly<Record<string, Scalar>> {
  return scalarsOf(tf, optimizer.scalars(at));
}

/** Numbers for one step as tensors. */
export function scalarsOf(tf: TensorLibrary, numbers: Readonly<Record<string, number>>): Readonly<Record<string, Scalar>> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, tf.scalar(value)]));
}

/** See `OptimizerCall.constant`. */
export function sharedConstants(tf: TensorLibrary): (value: number) => Scalar {
  const constants = new Map<number, Scalar>();
  return value => {
    const made = constants.get(value) ?? tf.scalar(value);
    constants.set(value, made);
    return made;
  };
}
