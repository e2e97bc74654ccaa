import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { Unsupported, type ForeignGraph, type ForeignInput, type ForeignTensor } from '../foreign-graph.ts';
import { refusal, type Problem } from '../trace/problems.ts';
import { openBundle, type Bundle } from './bundle.ts';
import { flatten, type FlatNode } from './flatten.ts';
import { PLACE_OPERATORS } from './place-operators.ts';
import { decodeSavedModel, sizesOf, type MetaGraphMessage, type TensorInfo } from './schema.ts';
import { SHAPE_OPERATORS } from './shape-operators.ts';
import type { Translation, TranslatorTable } from './translation.ts';
import { VALUE_OPERATORS } from './value-operators.ts';
import { tensorOf } from './values.ts';
import { checkpointKeys } from './variables.ts';

/** The graph a SavedModel serves, as TensorFlow's nodes and in ONNX's operators. */
export interface ServedModel {
  readonly foreign: ForeignGraph;
  readonly nodes: readonly FlatNode[];
  /** Weights and other constants, by the values of the nodes. */
  readonly constants: ReadonlyMap<string, ForeignTensor>;
  /** Values of the nodes, by the names of the inputs. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Values of the nodes, by the names of the outputs. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** Version of ONNX's operators that the nodes are written in. */
const OPSET = 17;
const OPERATORS: TranslatorTable = { ...VALUE_OPERATORS, ...PLACE_OPERATORS, ...SHAPE_OPERATORS };

/** Throws `invalid-input` for damaged files, and with every operation that has no counterpart. */
export async function readServed(bytes: Uint8Array, beside: (name: string) => Promise<Uint8Array>): Promise<ServedModel> {
  const meta = servedGraph(decodeSavedModel(bytes).metaGraphs);
  const graph = meta.graphDef ?? { node: [], library: null };
  const { inputs, outputs } = signatureOf(meta);
  // A signature has them in no order: by their names it is the same one in every copy of a file.
  const given = inNamedOrder(inputs);
  const asked = Object.entries(outputs);
  const flat = flatten(
    graph,
    [...asked, ...given].map(([, { name }]) => name),
  );
  const fed = new Map(given.map(([name], i) => [name, flat.ends[asked.length + i] ?? ''] as const));
  const variables = await variablesOf(flat.nodes, { meta, beside });
  const translation = emptyTranslation(flat.nodes, variables);
  for (const [name, value] of fed) translation.same.set(value, name);
  const problems = flat.nodes.flatMap(node => translated(node, translation, new Set(fed.values())));
  if (problems.length > 0) throw refusal(problems);
  const ends = new Map(asked.map(([name], i) => [name, flat.ends[i] ?? ''] as const));
  for (const [name, end] of ends)
    translation.nodes.push({ name, op: 'Identity', inputs: [translation.same.get(end) ?? end], outputs: [name], attributes: {} });
  const foreign = {
    inputs: given.map(([name, info]) => foreignInput(name, info)),
    outputs: [...ends.keys()],
    nodes: translation.nodes,
    constants: translation.constants,
    opset: OPSET,
  };
  return { foreign, nodes: flat.nodes, constants: translation.constants, inputs: fed, outputs: ends };
}

function inNamedOrder<T>(ends: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(ends).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The graph to serve with, of those that a file may have. */
function servedGraph(graphs: readonly MetaGraphMessage[]): MetaGraphMessage {
  const found = graphs.find(({ metaInfoDef }) => metaInfoDef?.tags.includes('serve') === true) ?? graphs[0];
  if (found !== undefined && found.graphDef !== null) return found;
  throw invalidInput('A SavedModel with a graph is required, this one has none');
}

function signatureOf({ signatureDef }: MetaGraphMessage) {
  const names = Object.keys(signatureDef).filter(name => !name.startsWith('__'));
  const name = ['serving_default', 'serve'].find(wanted => names.includes(wanted)) ?? names[0];
  const found = name === undefined ? null : signatureDef[name];
  const ends = [...Object.values(found?.inputs ?? {}), ...Object.values(found?.outputs ?? {})];
  // What a file has a key for and nothing behind it comes as null.
  if (found && Object.keys(found.outputs).length > 0 && ends.every(Boolean)) return found;
  throw invalidInput("A SavedModel with a signature to serve ('serving_default') is required, this one has none", {
    hint: 'Export it with a signature: model.export(folder) in Keras, tf.saved_model.save(model, folder, signatures=…) else.',
  });
}

const INPUT_TYPES: Readonly<Record<number, ForeignInput['type']>> = { 1: 'float32', 2: 'float64', 3: 'int32', 9: 'int64' };

function foreignInput(name: string, { dtype, tensorShape }: TensorInfo): ForeignInput {
  const type = INPUT_TYPES[dtype];
  const sizes = sizesOf(tensorShape);
  if (type === undefined || sizes === null)
    throw invalidInput(`An input of numbers with a known number of axes is required, '${name}' is of type ${dtype}`, { path: name });
  return { name, shape: sizes.map(size => (size > 0 ? size : null)), type };
}

const HOLDERS: ReadonlySet<string> = new Set(['VarHandleOp', 'VariableV2', 'Variable']);

async function variablesOf(
  nodes: readonly FlatNode[],
  { meta, beside }: { readonly meta: MetaGraphMessage; readonly beside: (name: string) => Promise<Uint8Array> },
): Promise<ReadonlyMap<string, ForeignTensor>> {
  const holders = nodes.filter(({ op }) => HOLDERS.has(op));
  if (holders.length === 0) return new Map();
  const bundle = await openBundle(beside);
  const keys = checkpointKeys(meta);
  const found = new Map<string, ForeignTensor>();
  for (const { name } of holders) found.set(`${name}:0`, await variableOf(bundle, name, keys.get(name)));
  return found;
}

function variableOf(bundle: Bundle, name: string, key: string | undefined): Promise<ForeignTensor> {
  return bundle.read(key !== undefined && bundle.has(key) ? key : name);
}

function emptyTranslation(nodes: readonly FlatNode[], variables: ReadonlyMap<string, ForeignTensor>): Translation {
  return {
    nodes: [],
    constants: new Map(variables),
    producers: new Map(nodes.map(node => [`${node.name}:0`, node])),
    same: new Map(),
  };
}

function translated(node: FlatNode, to: Translation, inputs: ReadonlySet<string>): readonly Problem[] {
  const { name, op } = node;
  if (HOLDERS.has(op) || inputs.has(`${name}:0`)) return [];
  if (op === 'Const') {
    const tensor = node.attr['value']?.tensor;
    // A text, as in an assertion, is no number: what reads it is refused.
    if (tensor !== undefined && tensor !== null && tensor.dtype !== 7) to.constants.set(`${name}:0`, tensorOf(tensor, name));
    return [];
  }
  const operator = Object.hasOwn(OPERATORS, op) ? OPERATORS[op] : undefined;
  if (operator === undefined) return [{ op, name, reason: 'there is no such operator here' }];
  try {
    operator({ to, node });
    return [];
  } catch (thrown) {
    if (thrown instanceof Unsupported) return [{ op, name, reason: thrown.message }];
    throw thrown;
  }
}
