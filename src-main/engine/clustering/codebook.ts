import { clusterLine } from './k-means.ts';

/**
 * At most 2^bits different values: those of k-means, each weight the one nearest to it (Han et al. 2015, arXiv:1510.00149, §3). Zeros stay
 * zeros, as pruning left them. Values that are few already stay what they are, to the bit.
 */
export function sharedValues(values: Float32Array, bits: number): Float32Array {
  const most = 2 ** bits;
  if (differentValues(values, most) !== null) return values;
  const others = values.filter(value => value !== 0);
  const { centres, places } = clusterLine(others, others.length < values.length ? most - 1 : most);
  let next = 0;
  return values.map(value => (value === 0 ? 0 : centres[places[next++]!]!));
}

/** Values that occur, ascending, and each weight's place among them. */
export interface Codebook {
  readonly entries: Float32Array;
  readonly places: Uint8Array;
}

/** Of values made few. */
export function codebookOf(values: Float32Array, bits: number): Codebook {
  const shared = sharedValues(values, bits);
  const entries = differentValues(shared, 2 ** bits) ?? new Float32Array(0);
  const placeOf = new Map([...entries].map((entry, place) => [entry, place]));
  return { entries, places: Uint8Array.from(shared, value => placeOf.get(value) ?? 0) };
}

/** Ascending; null where there are more. */
function differentValues(values: Float32Array, most: number): Float32Array | null {
  const found = new Set<number>();
  for (const value of values) {
    found.add(value);
    if (found.size > most) return null;
  }
  return Float32Array.from(found).sort();
}

/** Which weights have one value in common, for a training that keeps them so. */
export function groupsOf(values: Float32Array): { readonly groups: Int32Array; readonly count: number } {
  const places = new Map<number, number>();
  const groups = Int32Array.from(values, value => {
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    return place;
  });
  return { groups, count: places.size };
}
