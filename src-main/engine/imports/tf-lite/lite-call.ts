import type { OptionsTable } from '../../formats/tflite/schema.ts';
import { Unsupported } from '../foreign-graph.ts';
import type { AttributeMessage } from '../saved-model/schema.ts';
import { add, constant, require, result, type TranslationCall, type Translator } from '../saved-model/translation.ts';

/** An operator of TensorFlow Lite's on its way to ONNX's. */
export interface LiteCall extends TranslationCall {
  readonly options: OptionsTable;
  /** Axes of an argument, as the file says. */
  rankOf(place: number): number;
  /** Size of the last axis of an argument. */
  channelsOf(place: number): number;
}

/** Adds what an operator becomes; throws `Unsupported` where it has settings without a counterpart. */
export type LiteTranslator = (call: LiteCall) => void;
export type LiteTable = Readonly<Record<string, LiteTranslator>>;

type Attributes = Readonly<Record<string, AttributeMessage>>;

/** As TensorFlow's operation of that name, with its settings. */
export function as(
  translators: Readonly<Record<string, Translator>>,
  op: string,
  attributes: (options: Options) => Attributes = () => ({}),
): LiteTranslator {
  const translate = translators[op];
  if (translate === undefined) throw new Error(`TensorFlow's ${op} must have a translation`);
  return ({ to, node, options }) => translate({ to, node: { ...node, op, attr: attributes(optionsOf(options)) } });
}

export interface Options {
  number(name: string): number;
  flag(name: string): boolean;
  list(name: string): readonly number[];
}

export function optionsOf(options: OptionsTable): Options {
  return {
    number: name => Number(options[name] ?? 0),
    flag: name => options[name] === true,
    list: name => (Array.isArray(options[name]) ? (options[name] as readonly number[]) : []),
  };
}

/** Operators that give their first value under another name, for what comes behind them. */
export function behind<C extends TranslationCall>(call: C, word: string): { readonly inner: C; readonly value: () => string } {
  const inner = { ...call, node: { ...call.node, name: `${call.node.name}/${word}` } };
  return { inner, value: () => call.to.same.get(result(inner)) ?? result(inner) };
}

/** What an operator may do to its result, by number. */
const FUSED: Readonly<Record<number, (call: LiteCall, value: string) => void>> = {
  1: (call, value) => void add(call, 'Relu', { inputs: [value] }),
  2: (call, value) => clipped(call, value, [-1, 1]),
  3: (call, value) => clipped(call, value, [0, 6]),
  4: (call, value) => void add(call, 'Tanh', { inputs: [value] }),
};

/** With the function that the operator does to its result. */
export function fused(translate: LiteTranslator): LiteTranslator {
  return call => {
    const number = optionsOf(call.options).number('fusedActivation');
    if (number === 0) {
      translate(call);
      return;
    }
    const activation = FUSED[number];
    if (activation === undefined) throw new Unsupported(`a known function behind the operator is required, got number ${number}`);
    const { inner, value } = behind(call, 'plain');
    translate(inner);
    activation(call, value());
  };
}

export function clipped(call: LiteCall, value: string, [low, high]: readonly [number, number]): void {
  const bound = (word: string, number: number): string => constant(call, word, { shape: [], values: Float32Array.of(number) });
  add(call, 'Clip', { inputs: [value, bound('low', low), bound('high', high)] });
}

/** The strides and the padding of an operator with a window. */
export function windowOf({ options }: LiteCall): Readonly<Record<string, string | readonly number[]>> {
  const { number } = optionsOf(options);
  const padding = number('padding');
  require(padding === 0 || padding === 1, `padding must be VALID or SAME, got number ${padding}`);
  return { strides: [number('strideHeight'), number('strideWidth')], auto_pad: padding === 0 ? 'SAME_UPPER' : 'VALID' };
}
