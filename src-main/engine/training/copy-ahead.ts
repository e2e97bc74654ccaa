import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { HostArray } from '../compiler.ts';
import { rowCopier } from './copy-rows.ts';

/** Copied at once, unless a single batch is more. */
const AHEAD_BYTES = 2 ** 18;

/** Places in a split. */
export interface WantedItems {
  readonly positions: Uint32Array;
  /** What the next calls will ask for, where that is known. */
  readonly following?: Uint32Array | undefined;
}

interface Rows {
  readonly values: HostArray;
  /** Numbers in a row. */
  readonly width: number;
}

type Copied<Name extends string> = Readonly<Record<Name, HostArray>>;

/**
 * Copies the rows of the items asked for, and of those that follow as far as they fit: a copy just after a step finds nothing of what it
 * needs near the processor, and one for several steps pays for that once. What is asked for next is compared with what was foretold,
 * place by place. The arrays are views that the next call may write to.
 */
export function copyAhead<Name extends string>(
  arrays: Readonly<Record<Name, Rows>>,
  itemsOf: (split: Split) => Uint32Array,
): (split: Split, wanted: WantedItems) => Copied<Name> {
  const windows = (Object.entries(arrays) as [Name, Rows][]).map(([name, rows]) => ({ name, ...rowWindow(rows) }));
  const atOnce = Math.floor(AHEAD_BYTES / windows.reduce((bytes, window) => bytes + window.rowBytes, 0));
  let held: { readonly split: Split; readonly positions: Uint32Array; taken: number } | null = null;
  return (split, { positions, following = NONE }) => {
    if (held?.split !== split || !continues(held.positions, held.taken, positions)) {
      // Whole batches: the rest would be copied again.
      const batches = positions.length === 0 ? 0 : Math.floor(atOnce / positions.length) - 1;
      const ahead = following.subarray(0, Math.max(0, batches) * positions.length);
      held = { split, positions: joined(positions, ahead), taken: 0 };
      const items = itemsOf(split);
      const numbers = held.positions.map(position => items[position]!);
      for (const window of windows) window.fill(numbers);
    }
    const from = held.taken;
    held.taken += positions.length;
    return Object.fromEntries(windows.map(({ name, rows }) => [name, rows(from, from + positions.length)])) as Copied<Name>;
  };
}

const NONE = new Uint32Array(0);

function joined(positions: Uint32Array, following: Uint32Array): Uint32Array {
  const both = new Uint32Array(positions.length + following.length);
  both.set(positions);
  both.set(following, positions.length);
  return both;
}

function continues(foretold: Uint32Array, from: number, positions: Uint32Array): boolean {
  if (from + positions.length > foretold.length) return false;
  for (let i = 0; i < positions.length; i++) if (foretold[from + i] !== positions[i]) return false;
  return true;
}

interface RowWindow {
  readonly rowBytes: number;
  fill(numbers: Uint32Array): void;
  /** Of those that were filled in. */
  rows(from: number, to: number): HostArray;
}

function rowWindow({ values, width }: Rows): RowWindow {
  const make = values.constructor as new (size: number) => HostArray;
  const copy = rowCopier(values, width);
  let kept = new make(0);
  return {
    rowBytes: width * values.BYTES_PER_ELEMENT,
    fill(numbers) {
      const length = numbers.length * width;
      if (kept.length < length) kept = new make(length);
      copy(kept.subarray(0, length), numbers);
    },
    rows: (from, to) => kept.subarray(from * width, to * width),
  };
}
