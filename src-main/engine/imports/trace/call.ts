import { Unsupported, type ForeignNode, type ForeignTensor } from '../foreign-graph.ts';
import type { Live } from './axes.ts';
import type { Trace, Value } from './trace.ts';

/** A foreign operator being read: its settings, and what came in. */
export interface OpCall {
  readonly trace: Trace;
  readonly node: ForeignNode;
  /** Null for an argument that is left out. */
  readonly inputs: readonly (Value | null)[];
}

/** What an operator becomes: one value, or one for each of its outputs, undefined for what is nothing here. */
export type Op = (call: OpCall) => Value | readonly (Value | undefined)[];
export type OpTable = Readonly<Record<string, Op>>;

export function int({ node }: OpCall, name: string, fallback: number): number {
  const value = node.attributes[name];
  return typeof value === 'number' ? value : fallback;
}

export function ints({ node }: OpCall, name: string): readonly number[] | null {
  const value = node.attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : null;
}

export function text({ node }: OpCall, name: string, fallback: string): string {
  const value = node.attributes[name];
  return typeof value === 'string' ? value : fallback;
}

export function live({ inputs }: OpCall, place = 0): Live {
  const value = inputs[place];
  if (value?.kind === 'live') return value;
  throw new Unsupported(`argument ${place + 1} must be computed from the input, it is ${value?.kind ?? 'left out'}`);
}

export function constant({ inputs }: OpCall, place: number): ForeignTensor {
  const value = inputs[place];
  if (value?.kind === 'constant') return value.tensor;
  throw new Unsupported(
    `argument ${place + 1} must be a constant, it is ${value === undefined || value === null ? 'left out' : 'computed from the input'}`,
  );
}

export function optionalConstant(call: OpCall, place: number): ForeignTensor | null {
  const value = call.inputs[place];
  return value === undefined || value === null ? null : constant(call, place);
}

/** What older operators have as an attribute and newer ones as an argument. */
export function numbers(call: OpCall, place: number, name: string): readonly number[] | null {
  const argument = call.inputs[place];
  return argument?.kind === 'constant' ? [...argument.tensor.values] : ints(call, name);
}

export function axisAt(axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(place) && place >= 0 && place < rank) return place;
  throw new Unsupported(`an axis of ${rank} is required, got ${axis}`);
}

/** A number for everything, where all are the same. */
export function sameNumber({ values }: ForeignTensor): number | null {
  const [first] = values;
  return first !== undefined && values.every(value => value === first) ? first : null;
}
