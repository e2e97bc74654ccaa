import type { Balance, SplitCounts } from '../../../src-shared/domain/data-report.ts';
import { SPLITS, type Split, type TargetInfo } from '../../../src-shared/domain/dataset.ts';

const BINS = 24;

type Values = Uint8Array | Uint32Array | Int32Array | Float32Array;

/** Items by class and split, or by bins of values where the target is a number. `itemsOf` holds item numbers. */
export function balanceOf(
  { task, classes }: Pick<TargetInfo, 'task' | 'classes'>,
  targets: Values,
  itemsOf: ReadonlyMap<Split, Uint32Array>,
): Balance {
  const splits = SPLITS.flatMap(split => {
    const items = itemsOf.get(split);
    return items === undefined || items.length === 0 ? [] : [{ split, items }];
  });
  if (task === 'labels') {
    const counted = splits.map(({ split, items }) => labelCounts(targets, classes.length, { split, items }));
    return { kind: 'labels', classes, splits: counted };
  }
  if (task !== 'values') {
    const counted = splits.map(({ split, items }): SplitCounts => {
      const counts = new Array<number>(Math.max(2, classes.length)).fill(0);
      for (const item of items) counts[targets[item]!]! += 1;
      return { split, items: items.length, counts };
    });
    return { kind: 'classes', classes: classes.length === 0 ? ['0', '1'] : classes, splits: counted };
  }
  const [low, high] = rangeOf(
    targets,
    splits.map(({ items }) => items),
  );
  const binOf = (value: number): number => (high > low ? Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS)) : 0);
  const counted = splits.map(({ split, items }): SplitCounts => {
    const counts = new Array<number>(BINS).fill(0);
    for (const item of items) counts[binOf(targets[item]!)]! += 1;
    return { split, items: items.length, counts };
  });
  return { kind: 'values', low, high, splits: counted };
}

function labelCounts(
  targets: Values,
  width: number,
  { split, items }: { readonly split: Split; readonly items: Uint32Array },
): SplitCounts & { readonly bare: number } {
  const counts = new Array<number>(width).fill(0);
  let bare = 0;
  for (const item of items) {
    let own = 0;
    for (let label = 0; label < width; label++) {
      if (targets[item * width + label] !== 1) continue;
      counts[label]! += 1;
      own++;
    }
    if (own === 0) bare++;
  }
  return { split, items: items.length, counts, bare };
}

function rangeOf(targets: Values, splits: readonly Uint32Array[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const items of splits) {
    for (const item of items) {
      low = Math.min(low, targets[item]!);
      high = Math.max(high, targets[item]!);
    }
  }
  return low <= high ? [low, high] : [0, 0];
}
