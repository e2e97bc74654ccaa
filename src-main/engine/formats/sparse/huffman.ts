import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { BitReader, BitWriter } from './bit-stream.ts';

/** Longest code; a length is written in four bits. */
const LONGEST = 15;
const LENGTH_BITS = 4;

export interface Symbols {
  /** Every one below `alphabet`. */
  readonly values: Uint8Array | Uint16Array;
  /** At most 2^15. */
  readonly alphabet: number;
}

/**
 * Canonical Huffman coding (Huffman 1952, doi:10.1109/JRPROC.1952.273898): the code lengths of the symbols up to the last one in
 * use, then a code for each symbol, of one bit at least. Nothing for no symbols: how many there are is known elsewhere.
 */
export function writeSymbols(writer: BitWriter, { values, alphabet }: Symbols): void {
  if (values.length === 0) return;
  const lengths = codeLengths(countsOf(values, alphabet));
  const used = lengths.findLastIndex(length => length > 0) + 1;
  writer.write(used, bitsOf(alphabet));
  for (let symbol = 0; symbol < used; symbol++) writer.write(lengths[symbol]!, LENGTH_BITS);
  const codes = canonicalCodes(lengths);
  for (const symbol of values) writer.write(codes[symbol]!, lengths[symbol]!);
}

/** Reads symbols one by one, behind the table that `writeSymbols` puts before them. Throws `invalid-input` for no such table. */
export function symbolReader(reader: BitReader, alphabet: number): () => number {
  const used = reader.read(bitsOf(alphabet));
  if (used > alphabet) throw invalidInput(`A code table of ${alphabet} symbols at most is required, this one has ${used}`);
  const lengths = Uint8Array.from({ length: used }, () => reader.read(LENGTH_BITS));
  assertWhole(lengths);
  const table = decodingTable(lengths);
  return () => nextSymbol(reader, table);
}

/** Bits that whole numbers from 0 to `most` take. */
export function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}

function countsOf(values: Symbols['values'], alphabet: number): Uint32Array {
  const counts = new Uint32Array(alphabet);
  for (const symbol of values) counts[symbol]! += 1;
  return counts;
}

/**
 * Lengths of the best prefix code for these counts; 0 for a symbol that doesn't occur. Where a code would be longer than 15 bits the
 * counts are halved until none is, which costs next to nothing: such symbols are rare.
 */
export function codeLengths(counts: Uint32Array): Uint8Array {
  const present = [...counts.keys()].filter(symbol => counts[symbol]! > 0);
  const lengths = new Uint8Array(counts.length);
  const [only] = present;
  if (present.length === 1 && only !== undefined) lengths[only] = 1;
  if (present.length < 2) return lengths;
  for (let weights = present.map(symbol => counts[symbol]!); ; weights = weights.map(weight => Math.ceil(weight / 2))) {
    const depths = treeDepths(weights);
    if (depths.some(depth => depth > LONGEST)) continue;
    present.forEach((symbol, i) => (lengths[symbol] = depths[i]!));
    return lengths;
  }
}

/** Depth of each leaf of Huffman's tree; of equal weights the leaf, and the earlier one, is joined first. */
function treeDepths(weights: readonly number[]): readonly number[] {
  const leaves = [...weights.keys()].sort((a, b) => weights[a]! - weights[b]! || a - b);
  const joined: number[] = [];
  const parents = new Int32Array(2 * weights.length - 1);
  let [nextLeaf, nextJoined] = [0, 0];
  const takeLeast = (): { readonly node: number; readonly weight: number } => {
    const leaf = leaves[nextLeaf];
    const leafWeight = leaf === undefined ? Infinity : weights[leaf]!;
    const inner = joined[nextJoined] ?? Infinity;
    if (leaf !== undefined && leafWeight <= inner) return (nextLeaf++, { node: leaf, weight: leafWeight });
    return { node: weights.length + nextJoined++, weight: inner };
  };
  for (let node = weights.length; node < parents.length; node++) {
    const [a, b] = [takeLeast(), takeLeast()];
    parents[a.node] = node;
    parents[b.node] = node;
    joined.push(a.weight + b.weight);
  }
  const depths = new Int32Array(parents.length);
  for (let node = parents.length - 2; node >= 0; node--) depths[node] = depths[parents[node]!]! + 1;
  return [...depths.subarray(0, weights.length)];
}

/** Codes in the order of length, then symbol. */
function canonicalCodes(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= LONGEST; length++) {
    lengths.forEach((own, symbol) => {
      if (own === length) codes[symbol] = code++;
    });
    code *= 2;
  }
  return codes;
}

/** A single symbol has one bit; else the lengths must fill the tree exactly, or some bits would mean nothing. */
function assertWhole(lengths: Uint8Array): void {
  const present = lengths.filter(length => length > 0);
  const filled = present.reduce((sum, length) => sum + 2 ** (LONGEST - length), 0);
  if (filled === 2 ** LONGEST || (present.length === 1 && present[0] === 1)) return;
  throw invalidInput(`The lengths of a code table must fill ${2 ** LONGEST} places, these fill ${filled}`);
}

interface DecodingTable {
  /** Symbols by length, then number. */
  readonly symbols: Uint16Array;
  /** How many have each length. */
  readonly counts: Uint16Array;
}

function decodingTable(lengths: Uint8Array): DecodingTable {
  const counts = new Uint16Array(LONGEST + 1);
  for (const length of lengths) counts[length]! += 1;
  const present = [...lengths.keys()].filter(symbol => lengths[symbol]! > 0);
  const symbols = Uint16Array.from(present.sort((a, b) => lengths[a]! - lengths[b]! || a - b));
  return { symbols, counts };
}

function nextSymbol(reader: BitReader, { symbols, counts }: DecodingTable): number {
  let [code, first, index] = [0, 0, 0];
  for (let length = 1; length <= LONGEST; length++) {
    code += reader.read(1);
    const count = counts[length]!;
    if (code - first < count) return symbols[index + code - first]!;
    index += count;
    first = (first + count) * 2;
    code *= 2;
  }
  throw invalidInput('A coded tensor holds bits that are no code of its table');
}
