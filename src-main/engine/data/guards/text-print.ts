import { PADDING } from '../text/token-pipeline.ts';
import type { PrintKind } from './print.ts';

/** Tokens in a row that are looked at together. */
const SHINGLE = 3;
const HASHES = 64;
/** Of the hashes, so many together are a key: texts that are alike by 0.8 have one of the 16 in common with a chance of 0.9998. */
const ROWS = 4;
const LEAST = 0.8;

/**
 * Share of the runs of three tokens that two texts have in common (Jaccard), estimated from the least of 64 hashes over each one's
 * runs. Source: Broder 1997, doi:10.1109/SEQUEN.1997.666900.
 */
export const textPrint: PrintKind = {
  least: LEAST,
  printOf(values) {
    const code = new Uint32Array(HASHES).fill(0xffffffff);
    let runs = 0;
    for (const run of shingles(values)) {
      runs++;
      for (let i = 0; i < HASHES; i++) code[i] = Math.min(code[i]!, mixed(run ^ Math.imul(i + 1, 0x9e3779b1)));
    }
    return runs === 0 ? null : { keys: keysOf(code), code };
  },
  alike(a, b) {
    let equal = 0;
    for (let i = 0; i < HASHES; i++) if (a[i] === b[i]) equal++;
    return equal / HASHES;
  },
};

/** A number for each run; a text that is shorter than a run is one. */
function* shingles(values: ArrayLike<number>): Generator<number> {
  const tokens = Array.from(values).filter(token => token !== PADDING);
  const runs = tokens.length === 0 ? 0 : Math.max(1, tokens.length - SHINGLE + 1);
  for (let start = 0; start < runs; start++) {
    let run = 0;
    for (let i = start; i < Math.min(tokens.length, start + SHINGLE); i++) run = mixed(Math.imul(run, 31) ^ tokens[i]!);
    yield run;
  }
}

function keysOf(code: Uint32Array): number[] {
  return Array.from({ length: HASHES / ROWS }, (_, band) => {
    let key = 0;
    for (let i = 0; i < ROWS; i++) key = mixed(Math.imul(key, 31) ^ code[band * ROWS + i]!);
    return band * 2 ** 32 + key;
  });
}

/** 32 bits that each depend on all of the given ones (the finaliser of MurmurHash3, Appleby 2011). */
function mixed(bits: number): number {
  let hash = bits | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
