import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { LoadedDataset } from './load-dataset.ts';

const NONE = new Uint32Array(0);

/** The same items cut otherwise: item numbers by split, ascending; a split that is left out is empty. Copies nothing. */
export function withSplits(data: LoadedDataset, splits: Readonly<Partial<Record<Split, Uint32Array>>>): LoadedDataset {
  const itemsOf = (split: Split): Uint32Array => splits[split] ?? NONE;
  return {
    ...data,
    itemsOf,
    count: split => itemsOf(split).length,
    ...(data.stored === undefined ? {} : { stored: { ...data.stored, itemsOf } }),
    gather(split, positions) {
      const items = itemsOf(split);
      return data.gatherItems(positions.map(position => items[position]!));
    },
  };
}
