import { Unsupported, type ForeignAttribute, type ForeignNode, type ForeignTensor } from '../foreign-graph.ts';
import type { FlatNode } from './flatten.ts';
import { wholeOf } from './schema.ts';

/** TensorFlow's nodes on their way to ONNX's operators. Values are called as in the flat graph. */
export interface Translation {
  readonly nodes: ForeignNode[];
  readonly constants: Map<string, ForeignTensor>;
  /** What makes a value. */
  readonly producers: ReadonlyMap<string, FlatNode>;
  /** Values that are others: those of copies. */
  readonly same: Map<string, string>;
}

export interface TranslationCall {
  readonly to: Translation;
  readonly node: FlatNode;
}

/** Adds what an operation becomes; throws `Unsupported` where it has settings without a counterpart. */
export type Translator = (call: TranslationCall) => void;
export type TranslatorTable = Readonly<Record<string, Translator>>;

/** The value behind copies. */
export function input({ to, node }: TranslationCall, place: number): string {
  const value = node.inputs[place];
  if (value === undefined || value === '') throw new Unsupported(`argument ${place + 1} is required`);
  return to.same.get(value) ?? value;
}

/** Throws `Unsupported` for a value that is no constant. */
export function constantAt(call: TranslationCall, place: number): ForeignTensor {
  const found = call.to.constants.get(input(call, place));
  if (found === undefined) throw new Unsupported(`argument ${place + 1} must be a constant`);
  return found;
}

export function numbersAt(call: TranslationCall, place: number): readonly number[] {
  return [...constantAt(call, place).values];
}

export function result({ node }: TranslationCall, place = 0): string {
  return `${node.name}:${place}`;
}

type Attributes = Readonly<Record<string, ForeignAttribute>>;

export interface Added {
  readonly inputs: readonly string[];
  readonly attributes?: Attributes;
  /** Names of its results; the node's own first one where they are left out. */
  readonly outputs?: readonly string[];
}

/** Adds an operator under the node's name; its first result. */
export function add(call: TranslationCall, op: string, { inputs, attributes = {}, outputs = [result(call)] }: Added): string {
  call.to.nodes.push({ name: call.node.name, op, inputs, outputs, attributes });
  return outputs[0]!;
}

/** Adds an operator that is only a part of what the node is. */
export function part(call: TranslationCall, word: string, op: string, added: Omit<Added, 'outputs'>): string {
  return add(call, op, { ...added, outputs: [`${call.node.name}/${word}`] });
}

export function constant({ to, node }: TranslationCall, word: string, tensor: ForeignTensor): string {
  const name = `${node.name}/${word}`;
  to.constants.set(name, tensor);
  return name;
}

export function whole(call: TranslationCall, word: string, values: readonly number[], shape: readonly number[] = [values.length]): string {
  return constant(call, word, { shape, values: Float64Array.from(values) });
}

export function number(call: TranslationCall, word: string, value: number): string {
  return constant(call, word, { shape: [], values: Float32Array.of(value) });
}

export function flag({ node }: TranslationCall, name: string, fallback = false): boolean {
  return node.attr[name]?.b ?? fallback;
}

export function int({ node }: TranslationCall, name: string, fallback: number): number {
  const found = node.attr[name]?.i;
  return found === undefined ? fallback : wholeOf(found);
}

export function float({ node }: TranslationCall, name: string, fallback: number): number {
  return node.attr[name]?.f ?? fallback;
}

export function text({ node }: TranslationCall, name: string, fallback: string): string {
  const found = node.attr[name]?.s;
  return found === undefined ? fallback : new TextDecoder().decode(found);
}

export function ints({ node }: TranslationCall, name: string): readonly number[] {
  return node.attr[name]?.list?.i.map(wholeOf) ?? [];
}

export function type({ node }: TranslationCall, name: string): number {
  return node.attr[name]?.type ?? 0;
}

export function require(holds: boolean, what: string): void {
  if (!holds) throw new Unsupported(what);
}
