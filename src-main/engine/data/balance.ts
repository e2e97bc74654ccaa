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
