import { roundToEven } from '../../graph/stored-kernels.ts';
import type { Program } from './program.ts';

type Numbers = Int8Array | Int32Array | Float32Array | Uint8Array;
type Given = number | Numbers | null;

const { fround } = Math;

/** Runs what a header says as its C would: the same integers, the same float32 numbers. Throws for a call that is none of the runtime's. */
export function runProgram(program: Program, input: Float32Array): Float32Array {
  const output = new Float32Array(program.outputs);
  const places = { steps: new Uint8Array(program.steps), values: new Float32Array(program.values) };
  const arrays = new Map<string, Numbers>(program.arrays.map(({ name, values }) => [name, values]));
  arrays.set('input', input).set('output', output);
  for (const call of program.calls) {
    const run = RUNTIME[call.name];
    if (run === undefined) throw new Error(`No function of the runtime is called '${call.name}'`);
    run(call.arguments.map(text => givenBy(text, places, arrays)));
  }
  return output;
}

function givenBy(
  text: string,
  places: { readonly steps: Uint8Array; readonly values: Float32Array },
  arrays: ReadonlyMap<string, Numbers>,
): Given {
  const place = /^(steps|values) \+ (\d+)$/.exec(text);
  if (place !== null) return places[place[1] as 'steps' | 'values'].subarray(Number(place[2]));
  const array = arrays.get(text);
  if (array !== undefined) return array;
  if (text === '0') return null;
  const value = Number(text.replace(/f$/, ''));
  if (Number.isNaN(value)) throw new Error(`There is no array '${text}'`);
  return fround(value);
}

interface Out {
  readonly act: number;
  readonly steps: Uint8Array | null;
  readonly values: Float32Array | null;
  readonly scale: number;
  readonly zero: number;
}

/** Arguments in their order, each taken once. */
function reader(given: readonly Given[]) {
  let at = 0;
  const numbers = (): Numbers => given[at++] as Numbers;
  const number = (): number => (given[at++] ?? 0) as number;
  const maybe = (): Numbers | null => given[at++] as Numbers | null;
  const out = (act: number): Out => {
    const [steps, values] = [maybe() as Uint8Array | null, maybe() as Float32Array | null];
    return { act, steps, values, scale: number(), zero: number() };
  };
  return { numbers, number, maybe, out };
}

function put(x: number, { act, steps, values, scale, zero }: Out, i: number): void {
  const cut = act === 0 ? x : Math.min(Math.max(x, 0), act === 2 ? 6 : Infinity);
  if (values !== null) values[i] = cut;
  else if (steps !== null) steps[i] = Math.max(0, Math.min(255, roundToEven(Math.max(-1e6, Math.min(1e6, fround(cut / scale)))) + zero));
}

/** What a sum stands for, with the bias of its output; headers of an earlier version have that in steps of the sum. */
function numberOf(sum: number, output: number, { bias, factors }: { readonly bias: Numbers | null; readonly factors: Numbers }): number {
  if (bias instanceof Int32Array) return fround(fround(sum + bias[output]!) * factors[output]!);
  const value = fround(fround(sum) * factors[output]!);
  return bias === null ? value : fround(value + bias[output]!);
}

interface Window {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly sizes: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly before: readonly [number, number];
  readonly output: readonly [number, number];
}

function windowFrom({ number }: ReturnType<typeof reader>): Window {
  const pair = (): readonly [number, number] => [number(), number()];
  return { height: number(), width: number(), channels: number(), sizes: pair(), strides: pair(), before: pair(), output: pair() };
}

/** For each output place, the places of the input it sees, each with its place in the window. */
function slide(
  { height, width, sizes, strides, before, output }: Window,
  at: (place: number, seen: readonly (readonly [number, number])[]) => void,
) {
  for (let y = 0; y < output[0]; y++) {
    for (let x = 0; x < output[1]; x++) {
      const seen: (readonly [number, number])[] = [];
      for (let ky = 0; ky < sizes[0]; ky++) {
        for (let kx = 0; kx < sizes[1]; kx++) {
          const [iy, ix] = [y * strides[0] + ky - before[0], x * strides[1] + kx - before[1]];
          if (iy >= 0 && ix >= 0 && iy < height && ix < width) seen.push([iy * width + ix, ky * sizes[1] + kx]);
        }
      }
      at(y * output[1] + x, seen);
    }
  }
}

const RUNTIME: Readonly<Record<string, (given: readonly Given[]) => void>> = {
  quantise(given) {
    const { numbers, number, out } = reader(given);
    const [x, n, to] = [numbers(), number(), out(0)];
    for (let i = 0; i < n; i++) put(x[i]!, to, i);
  },
  rescale(given) {
    const { numbers, number, out } = reader(given);
    const [x, zero, scale, n, to] = [numbers(), number(), number(), number(), out(0)];
    for (let i = 0; i < n; i++) put(fround((x[i]! - zero) * scale), to, i);
  },
  affine(given) {
    const { numbers, number, out } = reader(given);
    const [x, n, each, factors, offsets, to] = [numbers(), number(), number(), numbers(), numbers(), out(0)];
    for (let i = 0; i < n; i++) put(fround(fround(x[i]! * factors[i % each]!) + offsets[i % each]!), to, i);
  },
  clip(given) {
    const { numbers, number } = reader(given);
    const [x, low, high, n, steps] = [numbers(), number(), number(), number(), numbers()];
    for (let i = 0; i < n; i++) steps[i] = Math.max(low, Math.min(high, x[i]!));
  },
  dense(given) {
    const { numbers, number, maybe, out } = reader(given);
    const [x, zero, n, units, kernel, bias, factors] = [numbers(), number(), number(), number(), numbers(), maybe(), numbers()];
    const to = out(number());
    for (let unit = 0; unit < units; unit++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (x[i]! - zero) * kernel[i * units + unit]!;
      put(numberOf(sum, unit, { bias, factors }), to, unit);
    }
  },
  conv2d(given) {
    const from = reader(given);
    const [x, zero] = [from.numbers(), from.number()];
    const window = windowFrom(from);
    const [filters, groups, kernel, bias, factors] = [from.number(), from.number(), from.numbers(), from.maybe(), from.numbers()];
    const to = from.out(from.number());
    const own = window.channels / groups;
    slide(window, (place, seen) => {
      for (let filter = 0; filter < filters; filter++) {
        const first = Math.floor(filter / (filters / groups)) * own;
        let sum = 0;
        for (const [source, k] of seen) {
          const [a, b] = [source * window.channels + first, k * own];
          for (let i = 0; i < own; i++) sum += (x[a + i]! - zero) * kernel[(b + i) * filters + filter]!;
        }
        put(numberOf(sum, filter, { bias, factors }), to, place * filters + filter);
      }
    });
  },
  depthwise(given) {
    const from = reader(given);
    const [x, zero] = [from.numbers(), from.number()];
    const window = windowFrom(from);
    const [multiplier, kernel, bias, factors] = [from.number(), from.numbers(), from.maybe(), from.numbers()];
    const to = from.out(from.number());
    const filters = window.channels * multiplier;
    slide(window, (place, seen) => {
      for (let filter = 0; filter < filters; filter++) {
        let sum = 0;
        for (const [source, k] of seen)
          sum += (x[source * window.channels + Math.floor(filter / multiplier)]! - zero) * kernel[k * filters + filter]!;
        put(numberOf(sum, filter, { bias, factors }), to, place * filters + filter);
      }
    });
  },
  max_pool(given) {
    const from = reader(given);
    const x = from.numbers();
    const window = windowFrom(from);
    const steps = from.numbers();
    const { channels } = window;
    slide(window, (place, seen) => {
      for (let c = 0; c < channels; c++) steps[place * channels + c] = Math.max(0, ...seen.map(([source]) => x[source * channels + c]!));
    });
  },
  average_pool(given) {
    const from = reader(given);
    const [x, zero, scale] = [from.numbers(), from.number(), from.number()];
    const window = windowFrom(from);
    const to = from.out(0);
    const { channels } = window;
    slide(window, (place, seen) => {
      for (let c = 0; c < channels; c++) {
        const sum = seen.reduce((total, [source]) => total + x[source * channels + c]! - zero, 0);
        put(fround(fround(fround(sum) * scale) / seen.length), to, place * channels + c);
      }
    });
  },
  add(given) {
    const { numbers, number, out } = reader(given);
    const [a, aZero, aScale, b, bZero, bScale] = [numbers(), number(), number(), numbers(), number(), number()];
    const [n, act] = [number(), number()];
    const to = out(act);
    for (let i = 0; i < n; i++) put(fround(fround((a[i]! - aZero) * aScale) + fround((b[i]! - bZero) * bScale)), to, i);
  },
  softmax(given) {
    const { numbers, number } = reader(given);
    const [x, n, values] = [numbers(), number(), numbers()];
    const row = x.subarray(0, n);
    const most = Math.max(...row);
    const shares = Array.from(row, value => Math.exp(value - most));
    const sum = shares.reduce((a, b) => a + b, 0);
    shares.forEach((share, i) => (values[i] = share / sum));
  },
  sigmoid(given) {
    const { numbers, number } = reader(given);
    const [x, n, values] = [numbers(), number(), numbers()];
    for (let i = 0; i < n; i++) values[i] = 1 / (1 + Math.exp(-x[i]!));
  },
  linear(given) {
    const { numbers, number } = reader(given);
    const [x, n, values] = [numbers(), number(), numbers()];
    for (let i = 0; i < n; i++) values[i] = x[i]!;
  },
};
