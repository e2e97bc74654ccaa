import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { heldBack } from '../graph/held-back.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import { resolvedNode, shapesOf } from '../graph/shapes.ts';
import type { Compiler } from '../compiler.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { averagingWeights } from './average-weights.ts';
import { bindAugment, checkAugment } from './bind-augment.ts';
import { classCounts } from './batches.ts';
import { defaultLoss, losses } from './losses/index.ts';
import { optimizers } from './optimizers/index.ts';
import type { BoundOptimizer, Objective, StepPlan } from './step-plan.ts';
import type { TrainingData } from './training-data.ts';
import { targetScale } from './target-scale.ts';
import { uploadSharing, type WeightSharing } from './weight-sharing.ts';

/** The part of a set-up from which steps are made. */
export interface StepSetup {
  readonly tf: TensorLibrary;
  /** The back end's, if it has one. */
  readonly compiler?: Compiler | null;
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly data: TrainingData;
  readonly batchSize: number;
  readonly optimizer: AlgorithmValue;
  readonly loss?: AlgorithmValue | undefined;
  readonly weightDecay: number;
  readonly gradientClipping?: { readonly norm: number } | undefined;
  /** Weights that have a value in common, and keep it. */
  readonly sharing?: WeightSharing | undefined;
  /** Made small instead of the loss, which then only judges. */
  readonly objective?: Objective | undefined;
  /** Parameters trained beside the network's, of no kernel that decays. */
  readonly besides?: readonly string[] | undefined;
  /** Nodes that stay as they are: not trained, without dropout, by their stored statistics. */
  readonly frozen?: ReadonlySet<string> | undefined;
  /** Decay of an average of the weights that is kept beside them; none where left out. See `averagingWeights`. */
  readonly averageDecay?: number | undefined;
  /** Random changes of the training inputs, one after the other. */
  readonly augment?: readonly AlgorithmValue[] | undefined;
}

/** Throws `invalid-input` when data and model don't go together. */
export function checkTraining({ graph, data, batchSize, loss, augment }: StepSetup): void {
  const items = data.count('train');
  if (items < batchSize) {
    throw invalidInput(`At least one batch of training items is required: the batch size is ${batchSize}, the data has ${items}`, {
      path: 'batchSize',
      hint: `Choose a batch size of at most ${items}.`,
    });
  }
  const { input, output } = requireOneWay(graph);
  const nodes = shapesOf(graph);
  requireShape('output', resolvedNode(nodes, output).output, [data.outputs]);
  requireShape('input', resolvedNode(nodes, input).output, data.inputShape);
  requireTrainable(graph);
  checkAugment(augment ?? [], data);
  if (loss === undefined) return;
  const { id } = splitAlgorithm(loss);
  const { tasks } = losses.require(id);
  if (!tasks.includes(data.task)) {
    throw invalidInput(`The loss '${id}' is for ${tasks.join(', ')}, but the data's task is ${data.task}`, {
      path: 'loss.kind',
      hint: `Try '${defaultLoss(data.task).id}'.`,
    });
  }
}

/** Where nothing is left to train, and that for the sake of layers without a gradient. */
function requireTrainable(graph: ModelGraph): void {
  const { opaque, nodes } = heldBack(graph);
  if (opaque.length === 0 || parameterDeclarations(graph).some(({ role, node }) => role !== 'statistic' && !nodes.has(node))) return;
  throw invalidInput(`A layer to train is required, but all that have weights lead into ${opaque.join(', ')}, which gives no gradient`, {
    path: 'model',
    hint: 'Use the model as it is, or as a teacher.',
  });
}

/** The one input and the one output of a model that can be trained. Throws `invalid-input` for others. */
export function requireOneWay({ inputs, outputs }: ModelGraph): { readonly input: string; readonly output: string } {
  const [[input, ...moreInputs], [output, ...moreOutputs]] = [inputs, outputs];
  if (input !== undefined && output !== undefined && moreInputs.length + moreOutputs.length === 0) return { input, output };
  throw invalidInput(`Training takes a model with one input and one output, got ${inputs.length} and ${outputs.length}`, {
    path: 'model',
    hint: 'Choose a model that answers one question about one input: data sets have no more than that.',
  });
}

export interface PreparedPlan {
  readonly plan: StepPlan;
  /** Frees what the plan holds on the device. */
  dispose(): void;
}

export function createStepPlan(setup: StepSetup): PreparedPlan {
  const { tf, graph, data } = setup;
  const frozen = new Set([...(setup.frozen ?? []), ...heldBack(graph).nodes]);
  const declarations = parameterDeclarations(graph).filter(({ role, node }) => role !== 'statistic' && !frozen.has(node));
  const loss = bindLoss(setup);
  const sharing = uploadSharing(tf, setup.sharing ?? {});
  const plan = {
    tf,
    compiler: setup.compiler ?? null,
    graph,
    task: data.task,
    trainable: [
      ...declarations.map(({ fullName, role }) => ({ name: fullName, decays: role === 'kernel' })),
      ...(setup.besides ?? []).map(name => ({ name, decays: false })),
    ],
    frozen,
    optimizer: optimizerOf(setup),
    loss: loss.value,
    weightDecay: setup.weightDecay,
    objective: setup.objective ?? null,
    augment: bindAugment(tf, setup.augment ?? []),
    penalty: null,
    sharing,
    clipNorm: setup.gradientClipping?.norm ?? null,
  };
  return {
    plan,
    dispose() {
      loss.dispose();
      for (const { groups } of Object.values(sharing)) groups.dispose();
    },
  };
}

function optimizerOf({ tf, optimizer, averageDecay }: StepSetup): BoundOptimizer {
  const bound = bindOptimizer(tf, optimizer);
  return averageDecay === undefined ? bound : averagingWeights(tf, bound, averageDecay);
}

export function bindOptimizer(tf: TensorLibrary, value: AlgorithmValue): BoundOptimizer {
  const { id, params: config } = splitAlgorithm(value);
  const optimizer = optimizers.require(id);
  return {
    slots: optimizer.slots(config),
    scalars: at => optimizer.scalars(config, at),
    update: call => optimizer.update({ ...call, tf, config }),
    inPlace: optimizer.inPlace?.(config) ?? null,
  };
}

function bindLoss({ tf, data, loss: value }: StepSetup): { readonly value: StepPlan['loss']; dispose(): void } {
  const loss = value === undefined ? defaultLoss(data.task) : losses.require(splitAlgorithm(value).id);
  const config = value === undefined ? defaultsOf(loss.params) : splitAlgorithm(value).params;
  const weights = loss.classWeights?.(config, data.outputs, { items: data.count('train'), count: () => classCounts(data) }) ?? null;
  const classWeights = weights === null ? null : tf.tensor1d([...weights], 'float32');
  const scale = targetScale(data);
  const unit = scale === null ? null : tf.tensor1d([...scale.deviations], 'float32');
  const inUnits = (values: Tensor): Tensor => (unit === null ? values : tf.div(values, unit));
  return {
    value: (outputs, targets, itemWeights = null) =>
      loss.value({ tf, config, outputs: inUnits(outputs), targets: inUnits(targets), classWeights, itemWeights }),
    dispose() {
      classWeights?.dispose();
      unit?.dispose();
    },
  };
}

function defaultsOf(specs: Readonly<Record<string, object>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, (spec as { default?: unknown }).default]));
}

function requireShape(what: 'input' | 'output', came: readonly number[], required: readonly number[]): void {
  if (came.length === required.length && came.every((size, axis) => size === required[axis])) return;
  throw invalidInput(`The data asks for a model ${what} of shape [${required.join(', ')}], the model has [${came.join(', ')}]`, {
    path: 'model',
  });
}
