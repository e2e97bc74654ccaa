import { CLASS, type LabelledFile } from './labelled-files.ts';
import type { ImportedTarget } from './reader.ts';
import { createColumn } from './table/column-store.ts';
import { columnsThatTell } from './table/leak-suspects.ts';

const MAX_CHARACTERS = 64_000_000;
/** More are no attributes of files but data. */
const MOST_ATTRIBUTES = 100;

export interface SuspectOptions {
  readonly train: Uint32Array;
  /** Attributes that may tell it: what items are grouped by, and label columns. */
  readonly except: readonly (string | null | undefined)[];
}

/**
 * What a list or file names say of the items beside the class, and that tells it nearly always: the camera with which all of a class
 * were taken. No network is shown it, but what it leaves behind in the items may be learned in place of what was meant.
 */
export function attributeSuspects(
  items: readonly Pick<LabelledFile, 'attributes'>[],
  target: ImportedTarget,
  { train, except }: SuspectOptions,
): string[] {
  const known = [CLASS, ...except];
  const names = Object.keys(items[0]?.attributes ?? {}).filter(name => !known.includes(name));
  const budget = { left: MAX_CHARACTERS };
  const columns = names.slice(0, MOST_ATTRIBUTES).map(name => {
    const column = createColumn(name, budget);
    for (const { attributes } of items) column.push(attributes[name] ?? '');
    const store = column.finish();
    return { store, isCategory: store.nonNumbers > 0 && !store.areDates };
  });
  return columnsThatTell(columns, target, train).map(
    ({ column, told }) =>
      `'${column}' of the items tells ${told} nearly always: may it be learned from the items in place of what is meant?`,
  );
}
