import type { RuntimeSession } from '../../formats/format.ts';
import { endToEnd } from '../../formats/lib/end-to-end.ts';
import { rowsTogether } from '../../formats/lib/rows-together.ts';
import type { TfAttribute, TfNode, TfType } from '../../formats/tensorflow/tf-graph.ts';
import { encodeGraph, graphMessage, TF_TYPES } from '../../formats/tensorflow/tf-proto.ts';
import { graphJson } from '../../formats/tfjs-graph/model-json.ts';
import { openGraph } from '../../formats/tfjs-graph/session.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import type { Engine } from '../../tensor-library.ts';
import type { ForeignTensor } from '../foreign-graph.ts';
import { valuesForFile, type SeenInputs } from '../trace/seen-inputs.ts';
import type { FlatNode } from './flatten.ts';
import type { ServedModel } from './read.ts';
import { sizesOf, wholeOf, type AttributeMessage } from './schema.ts';

/** The file's own operations, functions written out and variables as constants; null for values of types that no runtime here takes. */
export function frozen({ nodes, constants }: ServedModel): readonly TfNode[] | null {
  const made = nodes.map(node => frozenNode(node, constants));
  return made.includes(null) ? null : (made as readonly TfNode[]);
}

/** Runs them in TensorFlow where the engine is its library and each side has one end, else in TensorFlow.js's executor. */
export async function openFrozen(nodes: readonly TfNode[], ends: FrozenEnds, engine: Engine): Promise<RuntimeSession> {
  const [inputs, outputs] = [ends.inputs.map(nodeName), ends.outputs.map(nodeName)];
  const { parts } = ends.seen;
  const given = (values: Float32Array): readonly Float32Array[] => valuesForFile(ends.seen, values);
  if (engine.graphs !== undefined && inputs.length === 1 && outputs.length === 1) {
    const session = engine.graphs.open(encodeGraph(graphMessage(nodes)), { input: inputs[0]!, output: outputs[0]! });
    return {
      runtime: session.runtime,
      predict: (values, items) => Promise.resolve(session.run(given(values)[0]!, [items, ...parts[0]!.seen.sizes])),
      close: () => Promise.resolve(session.close()),
    };
  }
  const { topology, weights } = graphJson(nodes.flatMap(known));
  const weightSpecs = weights.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype }));
  const artifacts = { topology, weightSpecs, weights: endToEnd(weights.map(({ values }) => values)) };
  const { runtime, execute, close } = await openGraph(artifacts, engine);
  return {
    runtime,
    close,
    async predict(values, items) {
      const fed = given(values).map((own, i) => ({ name: inputs[i]!, values: own, shape: [items, ...parts[i]!.seen.sizes] }));
      return rowsTogether(await execute(fed, outputs), items);
    },
  };
}

export interface FrozenEnds {
  /** Values of the nodes. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Its parts are the inputs, in the same order. */
  readonly seen: SeenInputs;
}

function nodeName(value: string): string {
  return value.slice(0, value.lastIndexOf(':'));
}

const CONVOLUTIONS: ReadonlySet<string> = new Set(['Conv2D', 'DepthwiseConv2dNative', 'Conv2DBackpropInput']);
const VARIABLES: ReadonlySet<string> = new Set(['VarHandleOp', 'VariableV2', 'Variable']);

function frozenNode(node: FlatNode, constants: ServedModel['constants']): TfNode | null {
  const { name, op } = node;
  const held = op === 'Const' || VARIABLES.has(op) ? constants.get(`${name}:0`) : undefined;
  const type = held === undefined ? 'float32' : typeOf(node, held);
  if (type === null) return null;
  if (held !== undefined) return constantNode(name, type, held);
  const found = Object.entries(node.attr).flatMap(([key, value]): (readonly [string, TfAttribute | null])[] => {
    const attribute = key.startsWith('_') ? undefined : attributeOf(value);
    return attribute === undefined ? [] : [[key, attribute]];
  });
  if (found.some(([, value]) => value === null)) return null;
  const inputs = node.inputs.map(value => value.replace(/:0$/, ''));
  // What is left at its default is left out; TensorFlow.js knows none for this one.
  const defaults: TfNode['attributes'] = CONVOLUTIONS.has(op) ? { dilations: { kind: 'ints', value: [1, 1, 1, 1] } } : {};
  const copied = op === 'ReadVariableOp' ? { op: 'Identity', attributes: { T: { kind: 'type', value: 'float32' } as const } } : null;
  return { name, op, inputs, attributes: { ...defaults, ...Object.fromEntries(found as (readonly [string, TfAttribute])[]) }, ...copied };
}

function constantNode(name: string, type: TfType, { shape, values }: ForeignTensor): TfNode {
  const own = type === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
  return {
    name,
    op: 'Const',
    inputs: [],
    attributes: { dtype: { kind: 'type', value: type }, value: { kind: 'tensor', type, shape, values: own } },
  };
}

/** TensorFlow.js has no 1 − erf(x) of its own. */
function known(node: TfNode): readonly TfNode[] {
  if (node.op !== 'Erfc') return [node];
  const one = constantNode(`${node.name}/one`, 'float32', { shape: [], values: Float32Array.of(1) });
  const erf = { ...node, name: `${node.name}/erf`, op: 'Erf' };
  return [one, erf, { ...node, op: 'Sub', inputs: [one.name, erf.name] }];
}

/** Of a constant; null for those of 64 bits and of truth values, which have no form here. */
function typeOf({ attr }: FlatNode, { shape, values }: ForeignTensor): TfType | null {
  const type = typeFrom(attr['dtype']?.type);
  return sizeOf(shape) === values.length && (type === 'float32' || type === 'int32') ? type : null;
}

function typeFrom(number: number | undefined): TfType | null {
  return (Object.keys(TF_TYPES) as TfType[]).find(type => TF_TYPES[type] === number) ?? null;
}

type Forms = { readonly [K in keyof AttributeMessage]-?: (value: NonNullable<AttributeMessage[K]>) => TfAttribute | null | undefined };

const FORMS: Forms = {
  type(value) {
    const type = typeFrom(value);
    return type === null ? null : { kind: 'type', value: type };
  },
  i: value => ({ kind: 'int', value: wholeOf(value) }),
  f: value => ({ kind: 'float', value }),
  b: value => ({ kind: 'bool', value }),
  s: value => ({ kind: 'text', value: new TextDecoder().decode(value) }),
  shape: value => ({ kind: 'shape', value: sizesOf(value) ?? [] }),
  list({ i, type = [] }) {
    if (type.length === 0) return { kind: 'ints', value: i.map(wholeOf) };
    const types = type.map(typeFrom);
    return types.includes(null) ? null : { kind: 'types', value: types as readonly TfType[] };
  },
  tensor: () => undefined,
  func: () => undefined,
};

/** Null for a type that has no form here, undefined for what no operation computes with. */
function attributeOf(value: AttributeMessage | null): TfAttribute | null | undefined {
  const [[kind, own] = ['func', null]] = Object.entries(value ?? {}) as [keyof Forms, unknown][];
  return own === null ? undefined : (FORMS[kind] as (value: unknown) => TfAttribute | null | undefined)(own);
}
