import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { HEADER_END, headerEnd, headerPatterns } from './header-text.ts';
import { C_TYPES, type ConstantArray, type Program } from './program.ts';

/** Of the input, the answer and each static array: a hostile text must not ask for more. */
const MOST_NUMBERS = 2 ** 26;

const ARRAYS = { bytes: Int8Array, whole: Int32Array, float: Float32Array } as const;

/** The program of a header's text, by what the text says alone. Throws `invalid-input` for a damaged or foreign one. */
export function parseHeader(text: string): Program {
  const name = HEADER_END.exec(text)?.[1];
  if (name === undefined || !text.endsWith(headerEnd(name))) throw damaged('its end is missing');
  const patterns = headerPatterns(name);
  const numberOf = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);
  const [inputs, outputs] = [numberOf(patterns.inputs), numberOf(patterns.outputs)];
  const sizes = { inputs, outputs, steps: numberOf(patterns.steps), values: numberOf(patterns.values) };
  if (!Object.values(sizes).every(size => size > 0 && size <= MOST_NUMBERS)) throw damaged('its sizes are missing');
  const arrays = [...text.matchAll(patterns.arrays)].map(arrayFrom);
  const body = patterns.body.exec(text)?.[1];
  if (body === undefined) throw damaged('its function is missing');
  const calls = [...body.matchAll(/^ {2}nn_(\w+)\((.*)\);$/gm)].map(([, called = '', args = '']) => ({
    name: called,
    arguments: args.split(', ').map(one => (one.startsWith(`${name}_`) ? one.slice(name.length + 1) : one)),
  }));
  return { arrays, calls, ...sizes };
}

function arrayFrom([, type, name, length, body]: RegExpMatchArray): ConstantArray {
  const kind = (Object.entries(C_TYPES).find(([, named]) => named === type)?.[0] ?? 'float') as ConstantArray['type'];
  const numbers = (body ?? '').split(',').map(one => Number(one.trim().replace(/f$/, '')));
  if (numbers.length !== Number(length) || numbers.some(Number.isNaN)) throw damaged(`'${name}' must have ${length} numbers`);
  return { name: name ?? '', type: kind, values: ARRAYS[kind].from(numbers) };
}

function damaged(why: string) {
  return invalidInput(`A whole C header of this program is required: ${why}`);
}
