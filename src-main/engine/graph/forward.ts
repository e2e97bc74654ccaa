import type { ModelGraph, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import type { LayerContext } from './layer.ts';
import { declarationsOf } from './parameters.ts';
import { asStored } from './stored-kernels.ts';
import { shapeText } from './shape-checks.ts';
import { shapesOf, type ResolvedNode } from './shapes.ts';

export interface ForwardCall {
  readonly tf: TensorLibrary;
  readonly graph: ModelGraph;
  /** By full name, `node/parameter`. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** One per graph input, [N, …shape]. */
  readonly inputs: readonly Tensor[];
  /**
   * `updateStatistic` gets full names here. What it is given belongs to the tidy around the call: `tf.keep` it, or return
   * it from there.
   */
  readonly context: LayerContext;
  /** Nodes that compute as in use though the rest is trained: no dropout, stored statistics. */
  readonly frozen?: ReadonlySet<string>;
}

/** Answering: no dropout, stored statistics. */
export const inferenceContext: LayerContext = {
  training: false,
  uniform: () => {
    throw new Error('Answering draws no random numbers');
  },
  updateStatistic: name => {
    throw new Error(`Answering changes no statistic, but '${name}' was given`);
  },
};

/**
 * The model's answers, one tensor [N, …] per graph output. Pure and differentiable: reads its arguments and nothing else.
 * Intermediates are freed by an enclosing `tf.tidy` or gradient scope; in use without one, see `predict`.
 * Throws `invalid-input` when an input's or a parameter's shape is not the graph's.
 */
export function forward(call: ForwardCall): Tensor[] {
  const values = activationsOf(call);
  return call.graph.outputs.map(name => valueOf(values, name));
}

/** As `forward`, with training left out, and nothing but the answers left behind; the caller disposes of them. */
export function predict(call: Omit<ForwardCall, 'context'>): Tensor[] {
  const { tf } = call;
  return tf.tidy(() => {
    const answers = forward({ ...call, context: inferenceContext });
    const taken = new Set<Tensor>([...call.inputs, ...Object.values(call.parameters)]);
    return answers.map(answer => (taken.has(answer) ? answer.clone() : answer));
  });
}

/** The value of every node by its name, in topological order: for hints, attention transfer, activation statistics. */
export function activationsOf(call: ForwardCall): ReadonlyMap<string, Tensor> {
  const { tf, graph, frozen } = call;
  if (call.inputs.length !== graph.inputs.length) {
    throw invalidInput(`${graph.inputs.length} inputs are required (${graph.inputs.join(', ')}), got ${call.inputs.length}`);
  }
  const fed = new Map(graph.inputs.map((name, i) => [name, call.inputs[i] as Tensor]));
  const values = new Map<string, Tensor>();
  for (const resolved of shapesOf(graph).values()) {
    const { node, layer, config } = resolved;
    const given = fed.get(node.name);
    if (given !== undefined) requireShape(given.shape.slice(1), resolved.output, node.name);
    const inputs = given === undefined ? node.inputs.map(name => valueOf(values, name)) : [given];
    const parameters = asStored(tf, resolved, parametersOf(resolved, call.parameters));
    const context = withinNode(frozen?.has(node.name) === true ? inferenceContext : call.context, node.name);
    values.set(node.name, layer.apply({ tf, config, inputs, parameters, context }));
  }
  return values;
}

function withinNode(context: LayerContext, node: string): LayerContext {
  return {
    training: context.training,
    uniform: shape => context.uniform(shape),
    updateStatistic: (name, value) => context.updateStatistic(`${node}/${name}`, value),
  };
}

function parametersOf(node: ResolvedNode, all: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(
    declarationsOf(node).map(({ name, fullName, shape }) => {
      const tensor = all[fullName];
      if (tensor === undefined) throw invalidInput(`a value is required for parameter '${fullName}', got none`, { path: fullName });
      requireShape(tensor.shape, shape, fullName);
      return [name, tensor];
    }),
  );
}

function requireShape(came: readonly number[], required: Shape, path: string): void {
  if (came.length === required.length && came.every((size, axis) => size === required[axis])) return;
  throw invalidInput(`shape ${shapeText(required)} is required, got ${shapeText(came)}`, { path });
}

function valueOf(values: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const value = values.get(name);
  if (value === undefined) throw new Error(`Node '${name}' has no value yet`);
  return value;
}
