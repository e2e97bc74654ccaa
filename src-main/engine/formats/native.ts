import { deflateSync } from 'fflate';
import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { Masks, ModelGraph, Parameter, Parameters, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { isObject } from '../../../src-shared/domain/params/problems.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import {
  decodeTensorFile,
  encodeTensorFile,
  tensorFileBytes,
  type FileTensor,
  type TensorFile,
} from '../../../src-shared/lib/tensor-file.ts';
import { checkGraph } from '../graph/check-graph.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import { shapeText, sizeOf } from '../graph/shape-checks.ts';
import { resolvedNode, shapesOf } from '../graph/shapes.ts';
import { cardText, parseCard, parseJson } from './card.ts';
import { packBits, unpackBits } from './lib/bits.ts';
import { isShared } from './sparse/values.ts';
import { decodeSparse, encodeSparse, type SparseTensor } from './sparse/coded-tensor.ts';

/** Of the native model file. */
const VERSION = '2';
/** Before sparse tensors were coded; still read. */
const FIRST_VERSION = '1';
const MASK = 'mask:';
const CODED = 'coded:';
const LEVEL = 6;
const CHECK_DIGITS = 8;

/**
 * The native model file: structure, parameters, masks, card in safetensors' layout, so that dense weights open in other
 * tools too. Metadata `espalier` (version), `graph`, `card`, `check` (a sum over the others and all tensors). Each parameter is a
 * float32 tensor under its full name; a pruned one, and a kernel of few different values, is `coded:NAME` instead, whose bytes hold mask and
 * values (see `sparse/`). Where those can't be coded: `mask:NAME`, one bit per weight, lowest bit first. Same model, same bytes.
 */
export function encodeModel({ graph, parameters, masks, card }: Model): Uint8Array {
  const kernels = new Set(parameterDeclarations(graph).flatMap(({ fullName, role }) => (role === 'kernel' ? [fullName] : [])));
  const entries = Object.entries(parameters).flatMap(([name, parameter]) => {
    const mask = masks[name] ?? null;
    return mask === null && !kernels.has(name) ? [[name, parameter] as const] : tensorsOf(name, parameter, mask);
  });
  const tensors = Object.fromEntries(entries);
  const texts = textsOf(graph, card);
  return encodeTensorFile({ metadata: { ...texts, check: checkSum({ metadata: texts, tensors }) }, tensors });
}

/** Of the file of a dense model of this structure: its values take the same room whatever they are. */
export function denseFileBytes(graph: ModelGraph, card: Model['card']): number {
  const forms = parameterDeclarations(graph).map(({ fullName, shape }) => [fullName, { shape, dtype: 'F32' }] as const);
  return tensorFileBytes({ ...textsOf(graph, card), check: '0'.repeat(CHECK_DIGITS) }, Object.fromEntries(forms));
}

function textsOf(graph: ModelGraph, card: Model['card']): Readonly<Record<string, string>> {
  return { espalier: VERSION, graph: canonicalJson(graph), card: cardText(card) };
}

/** Dense weights stay readable by others unless coding gains much: it does where they share few values. */
function tensorsOf(name: string, parameter: Parameter, mask: Uint8Array | null): readonly (readonly [string, FileTensor])[] {
  const { values } = parameter;
  // Dense kernels are large: their coding would cost more than everything else that is done with them, and gain next to nothing.
  if (mask === null && !isShared(values)) return [[name, parameter]];
  const packed = mask === null ? null : packBits(mask);
  const coded = encodeSparse({ values, mask });
  const limit = packed === null ? values.byteLength / 2 : values.byteLength + packed.length;
  if (coded !== null && coded.length < limit) return [[`${CODED}${name}`, { shape: [coded.length], values: coded }]];
  const plain = [name, parameter] as const;
  return packed === null ? [plain] : [plain, [`${MASK}${name}`, { shape: [packed.length], values: packed }]];
}

/**
 * The model of a native file, from whatever source: the graph is checked like a new one, and the tensors must be exactly
 * those it declares, in shape and type. Throws `invalid-input` saying what is required and what came.
 */
export function decodeModel(bytes: Uint8Array): Model {
  const file = readTensorFile(bytes);
  const { metadata, tensors } = file;
  const graph = checkGraph(parseJson(text(metadata, 'graph'), 'graph'));
  const card = parseCard(text(metadata, 'card'));
  const { parameters, masks, read } = readParameters(graph, file);
  const extra = Object.keys(tensors).find(name => !read.has(name));
  if (extra !== undefined) throw invalidInput('Only tensors that the graph declares may be in a model file', { path: extra });
  checkCard(graph, card);
  // Last, so that what is wrong is named where it can be.
  if (metadata['espalier'] === VERSION) assertCheckSum(file);
  return { graph, parameters, masks, card };
}

/** Size of a file after DEFLATE (level 6): what a pruned model gains in transport and storage. */
export function compressedBytes(bytes: Uint8Array): number {
  return deflateSync(bytes, { level: LEVEL }).length;
}

function readTensorFile(bytes: Uint8Array): TensorFile {
  let file: TensorFile;
  try {
    file = decodeTensorFile(bytes);
  } catch (cause) {
    throw invalidInput(`A whole model file is required: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const version = isObject(file.metadata) ? file.metadata['espalier'] : undefined;
  if (version !== VERSION && version !== FIRST_VERSION) {
    throw invalidInput(
      `A model file of version ${FIRST_VERSION} or ${VERSION} is required, this one is ${version === undefined ? 'not a model of this program' : `of version ${version}`}`,
    );
  }
  return file;
}

function text(metadata: TensorFile['metadata'], key: string): string {
  const value: unknown = metadata[key];
  if (typeof value === 'string') return value;
  throw invalidInput(`A model file must have a text '${key}' in its metadata`, { path: key });
}

interface ReadParameters {
  readonly parameters: Parameters;
  readonly masks: Masks;
  /** Names of the file's tensors that were used. */
  readonly read: ReadonlySet<string>;
}

function readParameters(graph: ModelGraph, { metadata, tensors }: TensorFile): ReadParameters {
  const parameters: Record<string, Parameter> = {};
  const masks: Record<string, Uint8Array> = {};
  const read = new Set<string>();
  for (const { fullName, shape } of parameterDeclarations(graph)) {
    const coded = metadata['espalier'] === VERSION ? tensorOf(tensors, CODED + fullName) : undefined;
    const { values, mask } = coded === undefined ? readPlain(tensors, fullName, shape) : readCoded(coded, fullName, shape);
    parameters[fullName] = { shape, values };
    if (mask !== null) masks[fullName] = mask;
    const used = coded === undefined ? [fullName, ...(mask === null ? [] : [MASK + fullName])] : [CODED + fullName];
    used.forEach(name => read.add(name));
  }
  return { parameters, masks, read };
}

function readCoded({ values: bytes }: FileTensor, name: string, shape: Shape): SparseTensor {
  if (!(bytes instanceof Uint8Array))
    throw invalidInput(`A coded tensor must be bytes, got ${bytes.constructor.name}`, { path: CODED + name });
  try {
    return decodeSparse(bytes, sizeOf(shape));
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    throw new AppFailure({ ...thrown.error, path: CODED + name }, { cause: thrown });
  }
}

function readPlain(tensors: TensorFile['tensors'], name: string, shape: Shape): SparseTensor {
  const tensor = tensorOf(tensors, name);
  if (tensor === undefined || !(tensor.values instanceof Float32Array) || tensor.shape.join() !== shape.join()) {
    const came = tensor === undefined ? 'is missing' : `is ${tensor.values.constructor.name} of ${shapeText(tensor.shape)}`;
    throw invalidInput(`'${name}' must be float32 of ${shapeText(shape)}, it ${came}`, { path: name });
  }
  const mask = tensorOf(tensors, MASK + name);
  const { values } = tensor;
  return { values, mask: mask === undefined ? null : readMask(name, { shape, values }, mask) };
}

/** FNV-1a, 32 bits, over texts and tensors in the order of their names: tells a file that was altered by accident. */
function checkSum({ metadata, tensors }: TensorFile): string {
  let sum = 0x811c9dc5;
  const add = (bytes: Uint8Array): void => {
    for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  };
  const encoder = new TextEncoder();
  for (const key of ['graph', 'card']) add(encoder.encode(metadata[key]));
  for (const name of Object.keys(tensors).sort()) {
    const { values } = tensors[name]!;
    add(encoder.encode(name));
    add(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return (sum >>> 0).toString(16).padStart(CHECK_DIGITS, '0');
}

function assertCheckSum(file: TensorFile): void {
  const [claimed, actual] = [text(file.metadata, 'check'), checkSum(file)];
  if (claimed === actual) return;
  throw invalidInput(`A whole model file is required: its content must have the check sum ${claimed.slice(0, 20)}, it has ${actual}`, {
    hint: 'The file was altered or damaged. Take another copy.',
  });
}

function readMask(name: string, { values, shape }: Parameter, { values: packed }: FileTensor): Uint8Array {
  const length = sizeOf(shape);
  if (!(packed instanceof Uint8Array) || packed.length !== Math.ceil(length / 8)) {
    throw invalidInput(
      `A mask of ${length} weights takes ${Math.ceil(length / 8)} bytes, got ${packed.constructor.name} of ${packed.length}`,
      { path: `${MASK}${name}` },
    );
  }
  const mask = unpackBits(packed, length);
  const odd = mask.findIndex((kept, i) => kept === 0 && values[i] !== 0);
  if (odd >= 0) throw invalidInput(`Weights must be 0 where the mask says so; weight ${odd} is ${values[odd]}`, { path: name });
  return mask;
}

/** What the card claims of the graph must be so: readers size their arrays by the card. */
function checkCard(graph: ModelGraph, { task, classes, inputShape }: Model['card']): void {
  const nodes = shapesOf(graph);
  const input = resolvedNode(nodes, graph.inputs[0]!).output;
  if (input.join() !== inputShape.join()) {
    throw invalidInput(`The card's input shape must be the graph's ${shapeText(input)}, it is ${shapeText(inputShape)}`, {
      path: 'card.inputShape',
    });
  }
  const output = resolvedNode(nodes, graph.outputs[0]!).output;
  const outputs = { classes: classes.length, labels: classes.length, binary: 1, values: sizeOf(output) }[task];
  if (outputs !== sizeOf(output)) {
    throw invalidInput(`A ${task} model with ${classes.length} classes must give ${outputs} numbers, its graph gives ${sizeOf(output)}`, {
      path: 'card.classes',
    });
  }
}

function tensorOf(tensors: TensorFile['tensors'], name: string): FileTensor | undefined {
  return Object.hasOwn(tensors, name) ? tensors[name] : undefined;
}
