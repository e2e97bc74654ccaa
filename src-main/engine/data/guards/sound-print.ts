import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { Print, PrintKind } from './print.ts';

/** Steps to which a spectrogram is brought, and bands: of what keys are made of, and of what is laid over each other. */
const STEPS = 64;
const KEY_BANDS = 8;
const BANDS = 16;
/** Slow waves over the whole length, the mean among them, of which the strength tells a recording wherever it lies. */
const WAVES = 9;
const FEATURES = KEY_BANDS * WAVES;
/** Signs of random projections, so many in a key: of recordings whose strengths point 17 degrees apart 99 % share one, of those 66 degrees apart 1 %. */
const KEYS = 20;
const KEY_BITS = 16;
const HASH_BYTES = (KEYS * KEY_BITS) / 8;
/** Recordings whose signs differ in more of the bits than this are not laid over each other. */
const MOST_BITS = 0.16 * KEYS * KEY_BITS;
/** Of the length: as far one may lie behind the other. */
const FARTHEST = Math.floor(STEPS / 4);
/** Takes of one word by one speaker reach 0.89; of the same recording 5 to 200 ms later, nineteen of twenty more than 0.93. */
const LEAST = 0.9;
/** Of the loudest step: what is quieter is no part of the recording. */
const HEARD = 0.1;

/**
 * Recordings as spectrograms `[steps, bands, 1]`, alike wherever in their length they lie. Keys: the strengths of the slow waves of each
 * band (magnitudes of the Fourier transform, which a shift leaves as they are) as signs of random projections (Charikar 2002,
 * doi:10.1145/509907.509965). To be sure: the greatest correlation of both under a shift of up to a quarter of the length, by half
 * steps, of what is left of them without the mean of each band and the loudness of each step: all takes of a word have those in common.
 */
export function createSoundPrint([steps = 1, bands = 1]: readonly number[]): PrintKind {
  const waves = waveTables();
  const directions = projections();
  return {
    least: LEAST,
    printOf(values) {
      const heard = withoutRest(values, { steps, bands });
      const code = new Uint8Array(HASH_BYTES + STEPS * BANDS);
      code.set(signsOf(centred(strengths(evened(resized(heard, { steps, bands }, KEY_BANDS)), waves)), directions));
      code.set(toBytes(detailsOf(resized(heard, { steps, bands }, BANDS))), HASH_BYTES);
      return { keys: keysOf(code), code };
    },
    alike: (a, b) => (differentBits(a, b) > MOST_BITS ? 0 : Math.max(0, bestCorrelation(a, b))),
  };
}

interface Size {
  readonly steps: number;
  readonly bands: number;
}

/** From what a step of rest has, that is the one that differs least from the next: silence around a recording then is 0, wherever it is. */
function withoutRest(values: ArrayLike<number>, { steps, bands }: Size): Float32Array {
  let [rest, least] = [0, Infinity];
  for (let step = 0; step + 1 < steps; step++) {
    let change = 0;
    for (let band = 0; band < bands; band++) change += Math.abs(values[(step + 1) * bands + band]! - values[step * bands + band]!);
    if (change < least) [rest, least] = [step, change];
  }
  return Float32Array.from({ length: steps * bands }, (_, i) => values[i]! - values[rest * bands + (i % bands)]!);
}

/** Means of what falls into each place `[STEPS, to]`. */
function resized(values: Float32Array, { steps, bands }: Size, to: number): Float32Array {
  const small = new Float32Array(STEPS * to);
  const counts = new Float32Array(STEPS * to);
  const [longest, widest] = [Math.max(steps, STEPS), Math.max(bands, to)];
  for (let i = 0; i < longest; i++) {
    const [from, step] = [Math.floor((i * steps) / longest), Math.floor((i * STEPS) / longest)];
    for (let k = 0; k < widest; k++) {
      const place = step * to + Math.floor((k * to) / widest);
      small[place]! += values[from * bands + Math.floor((k * bands) / widest)]!;
      counts[place]!++;
    }
  }
  return small.map((sum, place) => sum / counts[place]!);
}

/** 0 where nothing is heard; else without the mean of the band, and then of the step. */
function detailsOf(small: Float32Array): Float32Array {
  const stepAt = (step: number): Float32Array => small.subarray(step * BANDS, (step + 1) * BANDS);
  const loudness = Array.from({ length: STEPS }, (_, step) => stepAt(step).reduce((sum, value) => sum + Math.abs(value), 0));
  const least = HEARD * Math.max(...loudness);
  const heard = loudness.flatMap((value, step) => (value > least ? [step] : []));
  const means = new Float32Array(BANDS);
  for (const step of heard) stepAt(step).forEach((value, band) => (means[band]! += value / heard.length));
  const details = new Float32Array(STEPS * BANDS);
  for (const step of heard) {
    const left = stepAt(step).map((value, band) => value - means[band]!);
    const mean = left.reduce((sum, value) => sum + value, 0) / BANDS;
    details.set(
      left.map(value => value - mean),
      step * BANDS,
    );
  }
  return details;
}

/** Each band by how much it changes: else the loudest ones, or the first coefficients, are all that tells. */
function evened(small: Float32Array): Float32Array {
  const scales = Array.from({ length: KEY_BANDS }, (_, band) => {
    const values = small.filter((_value, i) => i % KEY_BANDS === band);
    const mean = values.reduce((sum, value) => sum + value, 0) / STEPS;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / STEPS);
    return deviation === 0 ? 0 : 1 / deviation;
  });
  return small.map((value, i) => value * scales[i % KEY_BANDS]!);
}

function waveTables(): readonly (readonly [Float32Array, Float32Array])[] {
  return Array.from({ length: WAVES }, (_, wave) => {
    const angle = (step: number): number => (2 * Math.PI * wave * step) / STEPS;
    const table = (of: (angle: number) => number): Float32Array => Float32Array.from({ length: STEPS }, (_step, step) => of(angle(step)));
    return [table(Math.cos), table(Math.sin)] as const;
  });
}

/** Of each wave in each band, `[WAVES, KEY_BANDS]`. */
function strengths(small: Float32Array, waves: ReturnType<typeof waveTables>): Float32Array {
  const found = new Float32Array(FEATURES);
  waves.forEach(([cosine, sine], wave) => {
    for (let band = 0; band < KEY_BANDS; band++) {
      let [real, imaginary] = [0, 0];
      for (let step = 0; step < STEPS; step++) {
        const value = small[step * KEY_BANDS + band]!;
        real += value * cosine[step]!;
        imaginary += value * sine[step]!;
      }
      found[wave * KEY_BANDS + band] = Math.hypot(real, imaginary);
    }
  });
  return found;
}

/** Without what all bands have in common in a wave. */
function centred(features: Float32Array): Float32Array {
  return features.map((value, i) => {
    const wave = features.subarray(i - (i % KEY_BANDS), i - (i % KEY_BANDS) + KEY_BANDS);
    return value - wave.reduce((sum, other) => sum + other, 0) / KEY_BANDS;
  });
}

/** The same ones every time. */
function projections(): Float32Array {
  const random = createRandom(1).split('sound-print');
  return Float32Array.from({ length: KEYS * KEY_BITS * FEATURES }, () => random.nextNormal());
}

function signsOf(features: Float32Array, directions: Float32Array): Uint8Array {
  const signs = new Uint8Array(HASH_BYTES);
  for (let bit = 0; bit < KEYS * KEY_BITS; bit++) {
    let sum = 0;
    for (let i = 0; i < FEATURES; i++) sum += features[i]! * directions[bit * FEATURES + i]!;
    if (sum > 0) signs[bit >> 3]! |= 1 << (bit & 7);
  }
  return signs;
}

function keysOf(code: Uint8Array): number[] {
  return Array.from({ length: KEYS }, (_, key) => {
    let bits = 0;
    for (let i = key * KEY_BITS; i < (key + 1) * KEY_BITS; i++) bits = 2 * bits + ((code[i >> 3]! >> (i & 7)) & 1);
    return key * 2 ** KEY_BITS + bits;
  });
}

/** 128 stands for 0. */
function toBytes(details: Float32Array): Uint8Array {
  const greatest = details.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Uint8Array.from(details, value => 128 + (greatest === 0 ? 0 : Math.round((127 * value) / greatest)));
}

function differentBits(a: Print['code'], b: Print['code']): number {
  let bits = 0;
  for (let i = 0; i < HASH_BYTES; i++) for (let rest = a[i]! ^ b[i]!; rest > 0; rest &= rest - 1) bits++;
  return bits;
}

function bestCorrelation(a: Print['code'], b: Print['code']): number {
  const [one, other] = [a, b].map(code => Float32Array.from(code.subarray(HASH_BYTES), value => value - 128)) as [
    Float32Array,
    Float32Array,
  ];
  // Half a step later: between each step and the next.
  const between = other.map((value, i) => 0.5 * (value + (other[i + BANDS] ?? 0)));
  let best = -1;
  for (let shift = -FARTHEST; shift <= FARTHEST; shift++)
    best = Math.max(best, correlation(one, other, shift), correlation(one, between, shift));
  return best;
}

/** Of the steps that both have, when the first begins `shift` steps later. */
function correlation(a: Float32Array, b: Float32Array, shift: number): number {
  const [fromA, fromB] = [BANDS * Math.max(0, shift), BANDS * Math.max(0, -shift)];
  const n = (STEPS - Math.abs(shift)) * BANDS;
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[fromA + i]!, b[fromB + i]!];
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += x * y;
  }
  const spread = Math.sqrt((squaresA - sumA ** 2 / n) * (squaresB - sumB ** 2 / n));
  return spread > 0 ? (products - (sumA * sumB) / n) / spread : 0;
}
