import type { HashingEncoding } from '../../../../../src-shared/domain/dataset.ts';
import { textsOf } from '../category-values.ts';
import { defineColumnEncoding } from '../column-encoding.ts';
import { isNumber } from '../stored-checks.ts';

const MAX_BUCKETS = 65_536;

/** A category by the bucket its hash falls into: nothing is fitted, and unseen categories have a bucket too. */
export const hashing = defineColumnEncoding({
  id: 'hashing',
  title: 'Hashing',
  help: 'Categories share a fixed number of inputs by their hash: for columns with very many.',
  source: 'Weinberger et al. 2009, arXiv:0902.2206; the hash is FNV-1a (Fowler, Noll, Vo), 32 bits, of the UTF-8 bytes',
  params: {
    buckets: { kind: 'number', label: 'Inputs', default: 64, min: 2, max: MAX_BUCKETS, integer: true, scale: 'log' },
  },
  revision: 1,
  takes: 'category',
  storedAs: 'hashing',
  fit({ column, train, config: { buckets } }): HashingEncoding | null {
    const { codes } = column;
    const first = codes[train[0] ?? 0];
    const varies = train.some(row => codes[row] !== first);
    return varies ? { column: column.name, kind: 'hashing', buckets } : null;
  },
  width: ({ buckets }) => buckets,
  writer({ buckets }, column) {
    const bucketOf = Uint32Array.from(textsOf(column), text => fnv1a(text) % buckets);
    const { codes } = column;
    return (inputs, row, offset) => {
      const code = codes[row]!;
      if (code > 0) inputs[offset + bucketOf[code - 1]!] = 1;
    };
  },
  decode: (_, inputs) => {
    const bucket = inputs.findIndex(value => value > 0.5);
    return bucket < 0 ? '' : `#${bucket + 1}`;
  },
  isStored: ({ buckets }) => isNumber(buckets) && Number.isInteger(buckets) && buckets >= 2 && buckets <= MAX_BUCKETS,
});

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
