import type { Print, PrintKind } from './print.ts';

/** Side of the grey picture that the hash is made of, and of the one that pictures are compared by. */
const FINE = 32;
const SIDE = 16;
/** Lowest frequencies along each axis. */
const WAVES = 8;
const HASH_BYTES = 8;
/** Pictures whose hashes differ in more bits than this are not looked at. Four keys of 16 bits: up to 3 are always found. */
const MOST_BITS = 10;
/** Longest waves first: the first key is of those that noise and packing change least. */
const ORDER = Array.from({ length: WAVES * WAVES }, (_, place) => place).sort((a, b) => frequency(a) - frequency(b) || a - b);
/** Correlation of the small grey pictures: no two of MNIST's 70,000 digits that are different writings reach it. */
const LEAST = 0.997;

/**
 * Perceptual hash (signs of the lowest frequencies of the discrete cosine transform against their median) and, to be sure, the
 * correlation of the pictures at 16 × 16: the same for other sizes, brightness, contrast, and packing with losses. Source: Zauner 2010, "Implementation and Benchmarking of Perceptual Image Hash Functions", §3.1.
 */
export function createPicturePrint([height = 1, width = 1, channels = 1]: readonly number[]): PrintKind {
  const waves = cosines();
  const resize = (side: number): ((grey: Float32Array) => Float32Array) => {
    const [down, across] = [overlaps(height, side), overlaps(width, side)];
    return grey => resized(grey, { width, side, down, across });
  };
  const [toFine, toSmall] = [resize(FINE), resize(SIDE)];
  return {
    least: LEAST,
    printOf(values) {
      const grey = meanOfChannels(values, height * width, channels);
      const hash = hashOf(toFine(grey), waves);
      const code = new Uint8Array(HASH_BYTES + SIDE * SIDE);
      code.set(hash);
      code.set(toBytes(toSmall(grey)), HASH_BYTES);
      return { keys: keysOf(hash), code };
    },
    alike: (a, b) => (differentBits(a, b) > MOST_BITS ? 0 : Math.max(0, correlation(a, b))),
  };
}

function keysOf(hash: Uint8Array): Print['keys'] {
  return [0, 1, 2, 3].map(part => part * 2 ** 16 + hash[2 * part]! * 256 + hash[2 * part + 1]!);
}

function meanOfChannels(values: ArrayLike<number>, pixels: number, channels: number): Float32Array {
  const grey = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += values[i * channels + c]!;
    grey[i] = sum / channels;
  }
  return grey;
}

interface Overlap {
  readonly to: number;
  readonly from: number;
  /** Of the place. */
  readonly share: number;
}

interface Resizing {
  readonly width: number;
  readonly side: number;
  readonly down: readonly Overlap[];
  readonly across: readonly Overlap[];
}

/** Mean of what falls into each place (area), down and then across. */
function resized(grey: Float32Array, { width, side, down, across }: Resizing): Float32Array {
  const rows = new Float32Array(side * width);
  for (const { to, from, share } of down) {
    for (let x = 0; x < width; x++) rows[to * width + x]! += share * grey[from * width + x]!;
  }
  const small = new Float32Array(side * side);
  for (const { to, from, share } of across) {
    for (let y = 0; y < side; y++) small[y * side + to]! += share * rows[y * width + from]!;
  }
  return small;
}

function overlaps(size: number, side: number): readonly Overlap[] {
  const step = size / side;
  const found: Overlap[] = [];
  for (let to = 0; to < side; to++) {
    const [start, end] = [to * step, (to + 1) * step];
    for (let from = Math.floor(start); from < Math.min(size, Math.ceil(end)); from++) {
      const share = (Math.min(end, from + 1) - Math.max(start, from)) / step;
      if (share > 0) found.push({ to, from, share });
    }
  }
  return found;
}

function frequency(place: number): number {
  return Math.floor(place / WAVES) + (place % WAVES);
}

function cosines(): Float32Array {
  return Float32Array.from({ length: WAVES * FINE }, (_, i) => {
    const [wave, place] = [Math.floor(i / FINE) + 1, i % FINE];
    return Math.cos((Math.PI * wave * (2 * place + 1)) / (2 * FINE));
  });
}

/** Waves 1 to 8 along both axes: none that is the mean. */
function hashOf(fine: Float32Array, waves: Float32Array): Uint8Array {
  const across = new Float32Array(FINE * WAVES);
  for (let y = 0; y < FINE; y++) {
    for (let v = 0; v < WAVES; v++) {
      let sum = 0;
      for (let x = 0; x < FINE; x++) sum += fine[y * FINE + x]! * waves[v * FINE + x]!;
      across[y * WAVES + v] = sum;
    }
  }
  const found = new Float32Array(WAVES * WAVES);
  for (let u = 0; u < WAVES; u++) {
    for (let v = 0; v < WAVES; v++) {
      let sum = 0;
      for (let y = 0; y < FINE; y++) sum += across[y * WAVES + v]! * waves[u * FINE + y]!;
      found[u * WAVES + v] = sum;
    }
  }
  const sorted = found.slice().sort();
  const median = (sorted[31]! + sorted[32]!) / 2;
  const hash = new Uint8Array(HASH_BYTES);
  ORDER.forEach((place, bit) => {
    if (found[place]! > median) hash[bit >> 3]! |= 1 << (bit & 7);
  });
  return hash;
}

function toBytes(small: Float32Array): Uint8Array {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of small) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const scale = greatest > least ? 255 / (greatest - least) : 0;
  return Uint8Array.from(small, value => Math.round((value - least) * scale));
}

function differentBits(a: Print['code'], b: Print['code']): number {
  let bits = 0;
  for (let i = 0; i < HASH_BYTES; i++) {
    for (let rest = a[i]! ^ b[i]!; rest > 0; rest &= rest - 1) bits++;
  }
  return bits;
}

/** 1 of two pictures of one grey. */
function correlation(a: Print['code'], b: Print['code']): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let i = HASH_BYTES; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += x * y;
  }
  const n = a.length - HASH_BYTES;
  const spread = Math.sqrt((squaresA - sumA ** 2 / n) * (squaresB - sumB ** 2 / n));
  if (spread > 0) return (products - (sumA * sumB) / n) / spread;
  return squaresA - sumA ** 2 / n === squaresB - sumB ** 2 / n ? 1 : 0;
}
