import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { Print, PrintKind } from './print.ts';

/** Steps to which a spectrogram is brought, and bands: of what keys are made of, and of what is laid over each other. */
const STEPS = 64;
const KEY_BANDS = 12;
const BANDS = 24;
/** Slow waves over the whole length, the mean among them, of which the strength tells a recording wherever it lies. */
const WAVES = 12;
const PAIRS = KEY_BANDS - 1;
const FEATURES = PAIRS * WAVES;
/** Signs of random projections, so many in a key: of recordings of which one sign of twenty differs 99.99 % share one, of those of which two of five do 0.1 %. */
const KEYS = 28;
const KEY_BITS = 20;
const HASH_BYTES = (KEYS * KEY_BITS) / 8;
/** Recordings whose signs differ in more of the bits than this are not laid over each other. */
const MOST_BITS = 0.2 * KEYS * KEY_BITS;
/** Of the length: as far one may lie behind the other. */
const FARTHEST = Math.floor(STEPS / 4);
/** Of 61,250 pairs of takes of one word by one speaker 5 reach it; of recordings under noise 20 dB below them 98 %, that begin later as well 96 %. */
const LEAST = 0.86;
/** Of all values: what is quieter is no part of the recording, but what any noise would cover. */
const QUIET = 0.85;

/**
 * Recordings as spectrograms `[steps, bands, 1]`, alike wherever in their length they lie and under light noise: only the loudest
 * seventh of a spectrogram is looked at. Keys: the strengths of the slow waves of the difference of each two bands (magnitudes of the Fourier
 * transform, which a shift leaves as they are) as signs of random projections (Charikar 2002, doi:10.1145/509907.509965). To be sure:
 * differences of neighbouring bands from two steps to the next two (Haitsma & Kalker 2002, ISMIR), not their signs but as they are, for a sign counts
 * what is hardly there like all else; the greatest correlation of both under a shift of up to a quarter of the length, by half steps.
 */
export function createSoundPrint([steps = 1, bands = 1]: readonly number[]): PrintKind {
  const waves = waveTables();
  const directions = projections();
  return {
    least: LEAST,
    printOf(values) {
      const heard = loudest(values);
      const code = new Uint8Array(HASH_BYTES + STEPS * BANDS);
      const differences = acrossBands(resized(heard, { steps, bands }, KEY_BANDS), KEY_BANDS);
      code.set(signsOf(centred(strengths(differences, waves)), directions));
      code.set(toBytes(changes(acrossBands(resized(heard, { steps, bands }, BANDS), BANDS))), HASH_BYTES);
      return { keys: keysOf(code), code };
    },
    alike: (a, b) => (differentBits(a, b) > MOST_BITS ? 0 : Math.max(0, bestCorrelation(a, b))),
  };
}

interface Size {
  readonly steps: number;
  readonly bands: number;
}

/** From the value on that six sevenths of all are below. */
function loudest(values: ArrayLike<number>): Float32Array {
  const all = Float32Array.from(values);
  const least = all.toSorted()[Math.floor(QUIET * all.length)] ?? 0;
  return all.map(value => Math.max(0, value - least));
}

/** Steps by a line from each to the next, bands by means of what falls into each. `[STEPS, to]` */
function resized(values: Float32Array, { steps, bands }: Size, to: number): Float32Array {
  const small = new Float32Array(STEPS * to);
  const widest = Math.max(bands, to);
  const placeOf = (k: number): number => Math.floor((k * to) / widest);
  const counts = new Float32Array(to);
  for (let k = 0; k < widest; k++) counts[placeOf(k)]!++;
  for (let step = 0; step < STEPS; step++) {
    const at = Math.min(steps - 1, Math.max(0, ((step + 0.5) * steps) / STEPS - 0.5));
    const before = Math.floor(at);
    const [one, other] = [before * bands, Math.min(steps - 1, before + 1) * bands];
    for (let k = 0; k < widest; k++) {
      const band = Math.floor((k * bands) / widest);
      const value = (before + 1 - at) * values[one + band]! + (at - before) * values[other + band]!;
      small[step * to + placeOf(k)]! += value / counts[placeOf(k)]!;
    }
  }
  return small;
}

/** Each band less the next; the last has no next. `[STEPS, bands]` */
function acrossBands(small: Float32Array, bands: number): Float32Array {
  return small.map((value, i) => (i % bands === bands - 1 ? 0 : value - small[i + 1]!));
}

/** From two steps to the next two: from one to one would count noise, and where between two steps a recording begins. `[STEPS, BANDS]` */
function changes(differences: Float32Array): Float32Array {
  const at = (i: number): number => differences[i] ?? 0;
  return differences.map((value, i) => value + at(i + BANDS) - at(i - BANDS) - at(i - 2 * BANDS));
}

function waveTables(): readonly (readonly [Float32Array, Float32Array])[] {
  return Array.from({ length: WAVES }, (_, wave) => {
    const angle = (step: number): number => (2 * Math.PI * wave * step) / STEPS;
    const table = (of: (angle: number) => number): Float32Array => Float32Array.from({ length: STEPS }, (_step, step) => of(angle(step)));
    return [table(Math.cos), table(Math.sin)] as const;
  });
}

/** Of each wave in each difference of bands, `[WAVES, PAIRS]`. */
function strengths(differences: Float32Array, waves: ReturnType<typeof waveTables>): Float32Array {
  const found = new Float32Array(FEATURES);
  waves.forEach(([cosine, sine], wave) => {
    for (let pair = 0; pair < PAIRS; pair++) {
      let [real, imaginary] = [0, 0];
      for (let step = 0; step < STEPS; step++) {
        const value = differences[step * KEY_BANDS + pair]!;
        real += value * cosine[step]!;
        imaginary += value * sine[step]!;
      }
      found[wave * PAIRS + pair] = Math.hypot(real, imaginary);
    }
  });
  return found;
}

/** Without what all have in common in a wave. */
function centred(features: Float32Array): Float32Array {
  return features.map((value, i) => {
    const wave = features.subarray(i - (i % PAIRS), i - (i % PAIRS) + PAIRS);
    return value - wave.reduce((sum, other) => sum + other, 0) / PAIRS;
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
function toBytes(values: Float32Array): Uint8Array {
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Uint8Array.from(values, value => 128 + (greatest === 0 ? 0 : Math.round((127 * value) / greatest)));
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
