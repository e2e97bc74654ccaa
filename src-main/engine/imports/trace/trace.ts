import type { JsonObject } from '../../../../src-shared/lib/json.ts';
import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import type { OnnxNode, OnnxTensor } from '../../formats/onnx/schema.ts';
import { layers } from '../../graph/layers/index.ts';
import { shapeText, sizeOf } from '../../graph/shape-checks.ts';
import { Unsupported, type ForeignGraph, type ForeignNode, type ForeignTensor } from '../foreign-graph.ts';
import type { Atom, Axis, Live } from './axes.ts';

/** What a foreign value is here. */
export type Value = Constant | Live | Scores | Hidden;

export interface Constant {
  readonly kind: 'constant';
  readonly tensor: ForeignTensor;
}

/** What operators that are kept as they are give each other: truth values and whole numbers, which no layer gives. */
export interface Hidden {
  readonly kind: 'hidden';
  readonly part: KeptPart;
}

/** Operators as their file has them, with everything they read. */
export interface KeptPart {
  /** Each behind those it reads. */
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  readonly inputs: ReadonlyMap<string, Live>;
}

/** How queries fit keys: no layer of its own, but half of an attention. */
export interface Scores {
  readonly kind: 'scores';
  readonly queries: Live;
  /** With the atoms of the queries, where they are the same. */
  readonly keys: Live;
  /** [..., queries, keys]. */
  readonly axes: readonly Axis[];
  /** Atoms that are summed over. */
  readonly within: Axis;
  readonly scale: number;
  /** The node of a mask [keys, 1]. */
  readonly mask: string | null;
  readonly normalised: boolean;
  /** Atoms of the queries' steps and of the keys'. */
  readonly steps: Axis;
  readonly seen: Axis;
}

export interface DraftNode {
  readonly name: string;
  readonly layer: string;
  readonly config: JsonObject;
  readonly inputs: readonly string[];
  readonly shape: Shape;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly masks: Readonly<Record<string, Uint8Array>>;
}

/** What a node is added with. */
export interface NewNode {
  readonly layer: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly masks?: Readonly<Record<string, Uint8Array>>;
  /** What it would best be called. */
  readonly wish?: string;
}

/** A foreign graph on its way into one of ours. */
export interface Trace {
  readonly graph: ForeignGraph;
  /** Items of a batch; its size only tells it from others. */
  readonly batch: Atom;
  /** In topological order. */
  readonly nodes: DraftNode[];
  /** Adds a node and returns its name. Throws `Unsupported` where the layer refuses. */
  add(node: NewNode): string;
  shapeOf(node: string): Shape;
  /** Settings of a layer with all its defaults. */
  configOf(layer: string, settings: Readonly<Record<string, unknown>>): JsonObject;
  draft(node: string): DraftNode;
  /** The node that makes a foreign value; undefined for inputs and constants. */
  producer(value: string): ForeignNode | undefined;
  /** How many foreign nodes and outputs read a value. */
  readers(value: string): number;
  /** By the name of a foreign value. */
  readonly values: Map<string, Value>;
  /** What a person should know of how it was read. */
  readonly notes: Set<string>;
}

export function createTrace(graph: ForeignGraph, batch: Atom): Trace {
  const nodes: DraftNode[] = [];
  const byName = new Map<string, DraftNode>();
  const producers = new Map(graph.nodes.flatMap(node => node.outputs.map(output => [output, node] as const)));
  const readers = new Map<string, number>();
  for (const name of [...graph.nodes.flatMap(node => node.inputs), ...graph.outputs]) readers.set(name, (readers.get(name) ?? 0) + 1);
  const draft = (name: string): DraftNode => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`No node is called '${name}'`);
    return found;
  };
  return {
    graph,
    batch,
    nodes,
    draft,
    shapeOf: name => draft(name).shape,
    configOf,
    producer: value => producers.get(value),
    readers: value => readers.get(value) ?? 0,
    values: new Map(),
    notes: new Set(),
    add(node) {
      const added = draftNode(
        node,
        nameFor(node, byName),
        node.inputs.map(input => draft(input).shape),
      );
      nodes.push(added);
      byName.set(added.name, added);
      return added.name;
    },
  };
}

function configOf(id: string, settings: Readonly<Record<string, unknown>>): JsonObject {
  const parsed = parseParams(layers.require(id).params, settings);
  if (parsed.ok) return parsed.value as JsonObject;
  const [first] = parsed.error;
  throw new Unsupported(`${id}: ${first?.path.join('.') ?? ''}: ${first?.message ?? 'its settings do not fit'}`);
}

function draftNode(node: NewNode, name: string, inputs: readonly Shape[]): DraftNode {
  const layer = layers.require(node.layer);
  const config = configOf(node.layer, node.config);
  const { parameters = {}, masks = {} } = node;
  const shape = shaped(() => layer.outputShape(config, inputs));
  const declared = shaped(() => layer.parameters(config, inputs));
  declared.forEach(({ name: parameter, shape: wanted }) => assertParameter(node.layer, parameter, wanted, parameters[parameter]));
  return { name, layer: node.layer, config, inputs: node.inputs, shape, parameters, masks };
}

function assertParameter(layer: string, name: string, wanted: Shape, came: Parameter | undefined): void {
  if (came?.shape.join() === wanted.join() && came.values.length === sizeOf(wanted)) return;
  throw new Unsupported(`${layer} needs '${name}' of ${shapeText(wanted)}, got ${came === undefined ? 'none' : shapeText(came.shape)}`);
}

function shaped<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'invalid-input') throw new Unsupported(thrown.error.message);
    throw thrown;
  }
}

const LONGEST = 60;

/** A wish as a name that no node has: letters, digits, - and _. */
function nameFor({ wish, layer }: NewNode, taken: ReadonlyMap<string, unknown>): string {
  const plain = (wish ?? layer)
    .replace(/[^\w-]+/g, '_')
    .replace(/^[^A-Za-z]+|[_-]+$/g, '')
    .slice(0, LONGEST);
  const base = plain === '' ? layer : plain;
  if (!taken.has(base)) return base;
  let count = 2;
  while (taken.has(`${base}_${count}`)) count++;
  return `${base}_${count}`;
}
