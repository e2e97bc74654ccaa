import { I32, sized, unsigned } from './encode.ts';
import type { Code, ValueType } from './encode.ts';
import { i32 } from './instructions.ts';

/** A parameter or a local variable. */
export interface Variable {
  readonly get: Code;
  set(value: Code): Code;
}

/** `N` of them, each known to be there. */
export type Several<N extends number, T, Rest extends readonly T[] = readonly []> = Rest['length'] extends N
  ? Rest
  : Several<N, T, readonly [...Rest, T]>;

export interface FunctionBuilder {
  local(type: ValueType): Variable;
  /** `count` of them. */
  locals<N extends number>(type: ValueType, count: N): Several<N, Variable>;
}

/** A function of i32 and f32 parameters without a result; `body` is evaluated once, when the module is assembled. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly body: (builder: FunctionBuilder, parameters: readonly Variable[]) => Code;
}

/** Locals and instructions in WebAssembly's `code` entry form. */
export function assembleFunction({ parameters, body }: WasmFunction): number[] {
  const types: ValueType[] = [];
  const local = (type: ValueType): Variable => variable(parameters.length + types.push(type) - 1);
  const locals: FunctionBuilder['locals'] = (type, count) => Array.from({ length: count }, () => local(type)) as never;
  const builder: FunctionBuilder = { local, locals };
  const instructions = body(
    builder,
    parameters.map((_, index) => variable(index)),
  );
  const declarations = types.map(type => [1, type]);
  return sized([unsigned(types.length), declarations, instructions, END]);
}

/** `for (index = from; index < to; index += step)`, signed; `to` is evaluated at every turn. */
export function forRange(index: Variable, [from, to, step]: readonly [Code, Code, number], body: Code): Code {
  const next = index.set(i32.add(index.get, i32.constant(step)));
  return [index.set(from), whileTrue(i32.lessSigned(index.get, to), [body, next])];
}

export function whileTrue(condition: Code, body: Code): Code {
  return [BLOCK, VOID, LOOP, VOID, condition, NOT, BRANCH_IF, 1, body, BRANCH, 0, END, END];
}

export function when(condition: Code, then: Code, otherwise?: Code): Code {
  return [condition, IF, VOID, then, otherwise === undefined ? [] : [ELSE, otherwise], END];
}

/** `index += bytes`. */
export function advance(index: Variable, bytes: Code | number): Code {
  return index.set(i32.add(index.get, typeof bytes === 'number' ? i32.constant(bytes) : bytes));
}

/** For the `parameters` of a function that takes nothing but i32. */
export function parametersOf<N extends number>(count: N): Several<N, ValueType> {
  return new Array<ValueType>(count).fill(I32) as unknown as Several<N, ValueType>;
}

/** Gives the body one variable for each parameter. */
export function defineFunction<const P extends readonly ValueType[]>(definition: {
  readonly name: string;
  readonly parameters: P;
  readonly body: (builder: FunctionBuilder, parameters: { readonly [K in keyof P]: Variable }) => Code;
}): WasmFunction {
  return definition as unknown as WasmFunction;
}

function variable(index: number): Variable {
  const number = unsigned(index);
  return { get: [0x20, number], set: value => [value, 0x21, number] };
}

const VOID = 0x40;
const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const ELSE = 0x05;
const END = 0x0b;
const BRANCH = 0x0c;
const BRANCH_IF = 0x0d;
/** i32.eqz */
const NOT = 0x45;
