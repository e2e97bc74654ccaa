import { NotTraceable } from '../../compiler.ts';
import { graphAttributes, type OpAttribute } from './attributes.ts';
import type { Pointer } from './library.ts';
import { createInputDescriptions, groupInputs, type DescribeInputs } from './op-inputs.ts';
import type { Session } from './session.ts';
import type { TensorMetadata, TensorTable } from './tensors.ts';
import { createConstantTable, type ConstantTable, type ConstantValue } from './trace-constants.ts';

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

/** One recorded operation, as it is compared with its sister in the second run. */
export interface TraceEntry {
  readonly operation: string;
  /** Attributes and the places of the inputs in the recording. */
  readonly text: string;
  /** Of a constant. */
  readonly value: ConstantValue | null;
  /** Its results. */
  readonly made: readonly TensorMetadata[];
}

export function entryText(attributes: readonly OpAttribute[], places: readonly string[]): string {
  return JSON.stringify([attributes, places]);
}

/** What a body's run is answered by. */
export interface Asked {
  /** Throws what TensorFlow says, and `NotTraceable` when a result's shape is not known beforehand. */
  add(operation: string, attributes: readonly OpAttribute[], inputs: readonly number[], options?: AddOptions): TensorMetadata[];
  /** What a symbolic tensor stands for. A real tensor becomes a constant. */
  outputOf(id: number, user: string): NodeOutput;
  /** Nodes that read the tensor so far. */
  readersOf(id: number): readonly Pointer[];
}

/** A TensorFlow graph under construction. TensorFlow checks types and works out shapes as it grows. */
export interface TraceGraph extends Asked {
  readonly pointer: Pointer;
  /** Where in the recording a symbolic tensor was made. */
  placeOf(id: number, user: string): string;
  outputAt(place: string): NodeOutput;
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
  readonly places: Map<string, Symbolic>;
  readonly constants: ConstantTable<Symbolic>;
}

export function createTraceGraph(session: Session, tensors: TensorTable): TraceGraph {
  const { library } = session;
  const pointer: Pointer = library.TF_NewGraph();
  const constants = createConstantTable<Symbolic>(session, tensors);
  const building: Building = { session, tensors, pointer, entries: [], symbols: new Map(), places: new Map(), constants };
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
      const results = resultsOf(building, made, operation, options);
      const text = entryText(
        attributes,
        given.map(({ place }) => place),
      );
      building.entries.push({ operation, text, value: null, made: results });
      options.onNode?.(made);
      return [...results];
    },
    outputOf: (id, user) => symbolOf(building, id, user).output,
    readersOf: id => symbolOf(building, id, 'readers').readers,
    placeOf: (id, user) => symbolOf(building, id, user).place,
    outputAt: place => outputAt(building, place),
    entries: building.entries,
    dispose: () => library.TF_DeleteGraph(pointer),
  };
}

function outputAt({ places }: Building, place: string): NodeOutput {
  const symbol = places.get(place);
  if (symbol === undefined) throw new Error(`Nothing was recorded at ${place}`);
  return symbol.output;
}

function symbolOf(building: Building, id: number, user: string): Symbolic {
  const { symbols, constants } = building;
  const symbol = isSymbol(id) ? symbols.get(id) : constants.of(id, user, value => addConstant(building, id, value));
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

function addConstant(building: Building, id: number, value: ConstantValue): Symbolic {
  const { session, tensors, entries } = building;
  const { library, status, check } = session;
  const node = beginNode(building, 'Const');
  const tensor = tensors.resolve(id, 'Const');
  library.TF_SetAttrTensor(node, library.intern('value').pointer, tensor, status);
  check('Const');
  library.TF_SetAttrType(node, library.intern('dtype').pointer, value.dtype);
  library.TF_DeleteTensor(tensor);
  const symbol = keepSymbol(building, { oper: finishNode(building, node, 'Const'), index: 0 }, `n${entries.length}`);
  entries.push({ operation: 'Const', text: '', value, made: [] });
  return symbol;
}

function keepSymbol({ places }: Building, output: NodeOutput, place: string): Symbolic {
  const symbol = { output, place, readers: [] };
  places.set(place, symbol);
  return symbol;
}

function resultsOf(building: Building, node: Pointer, operation: string, { shape, opaque = false }: AddOptions): TensorMetadata[] {
  const { session, symbols, entries } = building;
  const count: number = session.library.TF_OperationNumOutputs(node);
  return Array.from({ length: count }, (_, index) => {
    const output = { oper: node, index };
    if (shape !== undefined) setShape(building, output, shape);
    const id = FIRST_SYMBOL + symbols.size;
    symbols.set(id, keepSymbol(building, output, `n${entries.length}:${index}`));
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
