/**
 * The only source of randomness. Counter based and splittable into named streams, so that a checkpoint can hold
 * its whole state, and one consumer more does not shift the numbers of another.
 * Source: xoshiro128** (Blackman & Vigna 2018, arXiv:1805.01407), seeded by splitmix32; names are mixed in by FNV-1a.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform integer in [0, 2^32). */
  nextUint32(): number;
  /** Standard normal (Box-Muller, no cached second value: the state is the four words alone). */
  nextNormal(): number;
  /** A stream of its own, a pure function of this generator's *seed words* and the name: drawing does not change it. */
  split(name: string | number): Random;
  /** Everything needed to go on: pass it to `restoreRandom`. */
  readonly state: RandomState;
}

/** Four state words, then the four seed words from which splits derive. */
export type RandomState = readonly number[];

export function createRandom(seed: number): Random {
  let s = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32) >>> 0;
  const words = Array.from({ length: 4 }, () => (s = mix(s ^ high)));
  return start(words, words);
}

export function restoreRandom(state: RandomState): Random {
  if (state.length !== 8) throw new Error(`A random state has 8 words, got ${state.length}`);
  return start(state.slice(0, 4), state.slice(4));
}

/** Fisher-Yates, in place. */
export function shuffle(values: Uint32Array | number[], random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    const swap = values[i]!;
    values[i] = values[j]!;
    values[j] = swap;
  }
}

function start(words: readonly number[], seedWords: readonly number[]): Random {
  let [a = 0, b = 0, c = 0, d = 0] = words;
  if ((a | b | c | d) === 0) d = 1;
  function nextUint32(): number {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  }
  const next = (): number => nextUint32() / 2 ** 32;
  return {
    next,
    nextUint32,
    nextNormal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    split(name) {
      let h = fnv1a(String(name));
      const child = seedWords.map(word => (h = mix(word ^ h)));
      return start(child, child);
    },
    get state() {
      return [a >>> 0, b >>> 0, c >>> 0, d >>> 0, ...seedWords.map(w => w >>> 0)];
    },
  };
}

/** splitmix32's finaliser over the golden-ratio step. */
function mix(value: number): number {
  let z = (value + 0x9e3779b9) >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

function fnv1a(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
