import { NotTraceable } from '../../compiler.ts';
import { graphAttributes, type OpAttribute } from './attributes.ts';
import type { Pointer } from './library.ts';
import { createInputDescriptions, groupInputs, type DescribeInputs } from './op-inputs.ts';
import type { Session } from './session.ts';
import type { TensorMetadata, TensorTable } from './tensors.ts';

/** `TF_Output`: a result of a node. */
export interface NodeOutput {
  readonly oper: Pointer;
  readonly index: number;
}

/** Numbers of symbolic tensors start here; real ones never come so far. */
const FIRST_SYMBOL = 2 ** 40;

export function isSymbol(id: number): boolean {
  return id >= FIRST_SYMBOL;
}

/** One recorded operation, as it is compared with its sister in the second recording. */
export interface TraceEntry {
  readonly operation: string;
  /** Attributes and the places of the inputs in the recording. */
  readonly text: string;
  /** Of a constant. */
  readonly values: Uint8Array | null;
}

/** A TensorFlow graph under construction. TensorFlow checks types and works out shapes as it grows. */
export interface TraceGraph {
  readonly pointer: Pointer;
  /** Throws what TensorFlow says, and `NotTraceable` when a result's shape is not known beforehand. */
  add(operation: string, attributes: readonly OpAttribute[], inputs: readonly number[], options?: AddOptions): TensorMetadata[];
  /** What a symbolic tensor stands for. A real tensor becomes a constant. */
  outputOf(id: number, user: string): NodeOutput;
  /** Nodes that read the tensor so far. */
  readersOf(id: number): readonly Pointer[];
  /** The node that made the tensor. */
  readonly entries: readonly TraceEntry[];
  dispose(): void;
}

export interface AddOptions {
  /** Nodes that must have run before. */
  readonly after?: readonly Pointer[];
  /** For results whose shape TensorFlow can't know: a variable's value. */
  readonly shape?: readonly number[];
  /** A result without a known shape is a handle, and of no interest to tfjs. */
  readonly opaque?: boolean;
  readonly onNode?: (node: Pointer) => void;
}

interface Symbolic {
  readonly output: NodeOutput;
  readonly place: string;
  readonly readers: Pointer[];
}

/** A graph under construction. */
interface Building {
  readonly session: Session;
  readonly tensors: TensorTable;
  readonly pointer: Pointer;
  readonly entries: TraceEntry[];
  readonly symbols: Map<number, Symbolic>;
  /** By the real tensor. */
  readonly constants: Map<number, Symbolic>;
}

export function createTraceGraph(session: Session, tensors: TensorTable): TraceGraph {
  const { library } = session;
  const pointer: Pointer = library.TF_NewGraph();
  const building: Building = { session, tensors, pointer, entries: [], symbols: new Map(), constants: new Map() };
  const setAttribute = graphAttributes(session);
  const describe: DescribeInputs = createInputDescriptions(session, () => pointer);
  return {
    pointer,
    add(operation, attributes, inputs, options = {}) {
      const given = inputs.map(id => symbolOf(building, id, operation));
      const node = beginNode(building, operation);
      for (const argument of groupInputs(describe(operation), given, operation)) addArgument(session, node, argument);
      for (const attribute of attributes) setAttribute(node, attribute);
      for (const earlier of options.after ?? []) library.TF_AddControlInput(node, earlier);
      const made = finishNode(building, node, operation);
      for (const { readers } of given) readers.push(made);
      building.entries.push({ operation, text: JSON.stringify([attributes, given.map(({ place }) => place)]), values: null });
      options.onNode?.(made);
      return resultsOf(building, made, operation, options);
    },
    outputOf: (id, user) => symbolOf(building, id, user).output,
    readersOf: id => symbolOf(building, id, 'readers').readers,
    entries: building.entries,
    dispose: () => library.TF_DeleteGraph(pointer),
  };
}

function symbolOf(building: Building, id: number, user: string): Symbolic {
  const { symbols, constants } = building;
  const symbol = isSymbol(id) ? symbols.get(id) : (constants.get(id) ?? addConstant(building, id, user));
  if (symbol === undefined) throw new Error(`${user}: a tensor of another recording was used`);
  return symbol;
}

function beginNode({ session, pointer, entries }: Building, operation: string): Pointer {
  const { library } = session;
  return library.TF_NewOperation(pointer, library.intern(operation).pointer, library.intern(`n${entries.length}`).pointer);
}

function finishNode({ session: { library, status, check } }: Building, node: Pointer, operation: string): Pointer {
  const made: Pointer = library.TF_FinishOperation(node, status);
  check(operation);
  return made;
}

function addConstant(building: Building, id: number, user: string): Symbolic {
  const { session, tensors, entries, constants } = building;
  const { library, status, check } = session;
  const dtype = tensors.typeOf(id);
  const node = beginNode(building, 'Const');
  const tensor = tensors.resolve(id, user);
  library.TF_SetAttrTensor(node, library.intern('value').pointer, tensor, status);
  check('Const');
  library.TF_SetAttrType(node, library.intern('dtype').pointer, dtype);
  const values = bytesOf(session, tensor);
  library.TF_DeleteTensor(tensor);
  const symbol = { output: { oper: finishNode(building, node, 'Const'), index: 0 }, place: `n${entries.length}`, readers: [] };
  entries.push({ operation: 'Const', text: String(dtype), values });
  constants.set(id, symbol);
  return symbol;
}

function resultsOf(building: Building, node: Pointer, operation: string, { shape, opaque = false }: AddOptions): TensorMetadata[] {
  const { session, symbols, entries } = building;
  const count: number = session.library.TF_OperationNumOutputs(node);
  return Array.from({ length: count }, (_, index) => {
    const output = { oper: node, index };
    if (shape !== undefined) setShape(building, output, shape);
    const id = FIRST_SYMBOL + symbols.size;
    symbols.set(id, { output, place: `n${entries.length - 1}:${index}`, readers: [] });
    const dtype: number = session.library.TF_OperationOutputType(output);
    const unseen = opaque || SCRATCH[operation] === index;
    return { id, shape: unseen ? [] : shapeOf(building, output, operation), dtype };
  });
}

/** Results without a known shape that only the operation's gradient reads. */
const SCRATCH: Readonly<Record<string, number>> = { FusedBatchNormV3: 5, FusedBatchNormGradV3: 4 };

function shapeOf({ session: { library, status, check }, pointer }: Building, output: NodeOutput, operation: string): number[] {
  const rank: number = library.TF_GraphGetTensorNumDims(pointer, output, status);
  check(operation);
  if (rank < 0) throw new NotTraceable(`the rank of what ${operation} gives depends on values`);
  const sizes = new BigInt64Array(Math.max(1, rank));
  library.TF_GraphGetTensorShape(pointer, output, sizes, rank, status);
  check(operation);
  const shape = Array.from(sizes.subarray(0, rank), Number);
  if (shape.some(size => size < 0)) throw new NotTraceable(`the shape of what ${operation} gives depends on values`);
  return shape;
}

function setShape({ session: { library, status, check }, pointer }: Building, output: NodeOutput, shape: readonly number[]): void {
  library.TF_GraphSetTensorShape(pointer, output, BigInt64Array.from([...shape.map(BigInt), 0n]), shape.length, status);
  check('TF_GraphSetTensorShape');
}

function addArgument({ library }: Session, node: Pointer, argument: Symbolic | readonly Symbolic[]): void {
  if (!Array.isArray(argument)) return library.TF_AddInput(node, (argument as Symbolic).output);
  const outputs = (argument as readonly Symbolic[]).map(({ output }) => output);
  library.TF_AddInputList(node, packOutputs(outputs), outputs.length);
}

/** An array of `TF_Output`: a pointer and a 32-bit number, padded to 16 bytes each. Never empty. */
export function packOutputs(outputs: readonly NodeOutput[]): Uint8Array {
  const packed = new DataView(new ArrayBuffer(16 * Math.max(1, outputs.length)));
  outputs.forEach(({ oper, index }, i) => {
    packed.setBigUint64(16 * i, oper ?? 0n, true);
    packed.setInt32(16 * i + 8, index, true);
  });
  return new Uint8Array(packed.buffer);
}

function bytesOf({ library }: Session, tensor: Pointer): Uint8Array {
  const bytes = new Uint8Array(Number(library.TF_TensorByteSize(tensor)));
  if (bytes.length > 0) library.copy(bytes, library.TF_TensorData(tensor), bytes.length);
  return bytes;
}

/** The operation at the first place where two recordings of one function differ; null when they are the same. */
export function firstDifference(first: readonly TraceEntry[], second: readonly TraceEntry[]): string | null {
  const length = Math.max(first.length, second.length);
  for (let i = 0; i < length; i++) {
    const entry = first[i] ?? second[i];
    if (entry !== undefined && !isSame(first[i], second[i])) return readerOfConstant(second, i) ?? entry.operation;
  }
  return null;
}

function isSame(one: TraceEntry | undefined, other: TraceEntry | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.operation !== other.operation || one.text !== other.text) return false;
  return one.values === null || other.values === null || Buffer.compare(one.values, other.values) === 0;
}

/** A constant says nothing; whoever reads it does. */
function readerOfConstant(entries: readonly TraceEntry[], place: number): string | null {
  if (entries[place]?.operation !== 'Const') return null;
  return entries.slice(place).find(({ text }) => text.includes(`"n${place}"`))?.operation ?? null;
}
