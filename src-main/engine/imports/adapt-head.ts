import type { ModelGraph, Parameter, Parameters, Shape, Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { checkGraph } from '../graph/check-graph.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import { resolvedNode, shapesOf } from '../graph/shapes.ts';
import type { ReadModel } from './model-reader.ts';
import type { Answer } from './trace/head.ts';

/** What a network is to answer. */
export interface Purpose {
  readonly task: Task;
  /** Numbers the data asks for. */
  readonly outputs: number;
  readonly inputShape: Shape;
}

export interface Adapted {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly notes: readonly string[];
}

/**
 * The network with logits as the data's task asks for them. Two classes come as two logits or as one: a dense layer with fixed
 * numbers makes the one of the other, with the same probabilities. Throws `invalid-input` where the two don't fit.
 */
export function adaptHead({ graph, parameters, answer }: Pick<ReadModel, 'graph' | 'parameters' | 'answer'>, purpose: Purpose): Adapted {
  const nodes = shapesOf(graph);
  const width = sizeOf(resolvedNode(nodes, graph.outputs[0]!).output);
  const notes = [...headNotes(answer, width, purpose.task)];
  assertInput(resolvedNode(nodes, graph.inputs[0]!).output, purpose.inputShape);
  if (width === purpose.outputs) return { graph, parameters, notes };
  const bridge = bridgeOf(answer, width, purpose);
  if (bridge === null) {
    const asked = {
      values: `${purpose.outputs} values`,
      binary: 'one of two classes',
      labels: `${purpose.outputs} labels`,
      classes: `${purpose.outputs} classes`,
    }[purpose.task];
    throw invalidInput(`The data asks for ${asked}, the network of the file gives ${width} numbers`, {
      path: 'data',
      hint: 'Import it with the data it was trained for.',
    });
  }
  const name = freeNode(graph, 'bridge');
  const config = { units: purpose.outputs, activation: 'linear', bias: false, initialiser: 'glorot-uniform' };
  const node = { name, layer: 'dense', config, inputs: [graph.outputs[0]!] };
  return {
    graph: checkGraph({ ...graph, nodes: [...graph.nodes, node], outputs: [name] }),
    parameters: { ...parameters, [`${name}/kernel`]: bridge },
    notes: [
      ...notes,
      `A dense layer '${name}' with fixed numbers makes ${purpose.outputs === 1 ? 'one logit of two' : 'two logits of one'}.`,
    ],
  };
}

function assertInput(came: Shape, wanted: Shape): void {
  if (came.join() === wanted.join()) return;
  throw invalidInput(`The data's items have the shape [${wanted.join(', ')}], the network of the file takes [${came.join(', ')}]`, {
    path: 'data',
    hint: 'Import the data in that size, or choose other data.',
  });
}

function* headNotes({ function: ends }: Answer, width: number, task: Task): Generator<string> {
  if (task === 'values' && ends !== 'linear') yield `The ${ends} at the end of the file was left out: the data asks for plain values.`;
  if (task === 'classes' && ends === 'sigmoid' && width > 1)
    yield 'The file ends with a sigmoid for each class; here its logits go through a softmax.';
  if (task === 'labels' && (ends === 'softmax' || ends === 'log-softmax'))
    yield 'The file ends with a softmax over all; here each logit goes through a sigmoid of its own.';
}

/** [2, 1]: z₁ − z₀; [1, 2]: 0 and z. */
function bridgeOf({ function: ends }: Answer, width: number, { task, outputs }: Purpose): Parameter | null {
  if (task === 'binary' && width === 2 && ends !== 'sigmoid') return { shape: [2, 1], values: Float32Array.of(-1, 1) };
  if (task === 'classes' && outputs === 2 && width === 1 && (ends === 'sigmoid' || ends === 'linear'))
    return { shape: [1, 2], values: Float32Array.of(0, 1) };
  return null;
}

function freeNode({ nodes }: ModelGraph, wish: string): string {
  return nodes.some(({ name }) => name === wish) ? freeNode({ nodes } as ModelGraph, `${wish}_`) : wish;
}

/** (x − mean) / deviation of every channel in front of everything else, the way the network was trained. */
export function withNormalisation(
  graph: ModelGraph,
  { mean, deviation }: { readonly mean: readonly number[]; readonly deviation: readonly number[] },
): ModelGraph {
  const [input] = graph.inputs;
  const name = freeNode(graph, 'normalise');
  const size = Math.max(mean.length, deviation.length);
  const all = Array.from({ length: size }, (_, i) => i);
  const at = (list: readonly number[], i: number): number => list[list.length === 1 ? 0 : i] ?? NaN;
  const config = { factor: all.map(i => 1 / at(deviation, i)), offset: all.map(i => -at(mean, i) / at(deviation, i)) };
  if (config.offset.some(Number.isNaN))
    throw invalidInput(`As many means as deviations are required, got ${mean.length} and ${deviation.length}`, { path: 'normalise' });
  const nodes = graph.nodes.flatMap(node => {
    const inputs = node.inputs.map(source => (source === input ? name : source));
    return node.name === input ? [node, { name, layer: 'rescale', config, inputs: [node.name] }] : [{ ...node, inputs }];
  });
  return checkGraph({ ...graph, nodes, outputs: graph.outputs.map(output => (output === input ? name : output)) });
}
