import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { ImportedTarget } from '../reader.ts';
import { labelsOfCells, labelsOfFlags, type LabelsTarget } from '../label-cells.ts';
import { MAX_DISTINCT_TEXTS, type ColumnStore } from './column-store.ts';

export type TableTask = 'auto' | 'classes' | 'values';

/** Columns with several labels: one that lists them, or several of 0 and 1. Throws `invalid-input` as `label-cells` does. */
export function tableLabels(stores: readonly ColumnStore[], separator: string | undefined, path: string): LabelsTarget {
  const [first] = stores;
  if (first === undefined) throw new Error('At least one label column is required');
  const cells = stores.map(store => {
    if (store.texts !== null) return { ...store, texts: store.texts };
    throw invalidInput(`The label '${store.name}' may have at most ${MAX_DISTINCT_TEXTS} different combinations, but has more`, {
      path,
      hint: 'Take one column of 0 and 1 for each label.',
    });
  });
  if (stores.length > 1) {
    const columns = cells.map(({ name, texts, codes, rows }) => ({
      name,
      cells: Array.from({ length: rows }, (_, row) => texts[codes[row]! - 1] ?? ''),
    }));
    return labelsOfFlags(columns, { label: first.name, path });
  }
  const { texts, codes } = cells[0]!;
  return labelsOfCells(
    texts,
    Int32Array.from(codes, code => code - 1),
    { label: first.name, separator, path },
  );
}

/** A numeric label with more distinct values than this is a quantity, unless the task is given. */
export const MAX_NUMERIC_CLASSES = 20;
export const MAX_CLASSES = 1000;

/** The label column as target: class numbers (classes in ascending order, numbers by value, texts by code point) or values. */
export function tableTarget(store: ColumnStore, task: TableTask, file: string): ImportedTarget {
  const names = store.texts === null ? null : classNames(store.texts, store.nonNumbers === 0);
  const numeric = store.nonNumbers === 0;
  const meant = task === 'auto' ? (numeric && (names === null || names.length > MAX_NUMERIC_CLASSES) ? 'values' : 'classes') : task;
  return meant === 'values' ? valuesTarget(store, file) : classesTarget(store, names, file);
}

function valuesTarget({ name, numbers, firstNonNumber }: ColumnStore, file: string): ImportedTarget {
  if (firstNonNumber !== null) {
    throw invalidInput(`With task 'values' every '${name}' must be a number, but row ${firstNonNumber.row} has '${firstNonNumber.text}'`, {
      path: file,
    });
  }
  if (numbers.every(value => value === numbers[0])) {
    throw invalidInput(`Values that differ are required in the label '${name}', but all ${numbers.length} rows have ${numbers[0]}`, {
      path: file,
    });
  }
  return { task: 'values', label: name, classes: [], values: Float32Array.from(numbers) };
}

function classesTarget(store: ColumnStore, names: readonly string[] | null, file: string): ImportedTarget {
  const { texts } = store;
  if (names === null || texts === null || names.length > MAX_CLASSES) {
    const count = names === null ? 'more' : names.length;
    throw invalidInput(`The label '${store.name}' may have at most ${MAX_CLASSES} classes, but has ${count}`, {
      path: file,
      hint: 'Is it the right column? For a quantity, set task: values.',
    });
  }
  if (names.length < 2) {
    throw invalidInput(
      `At least two classes are required in the label '${store.name}', but all ${store.rows} rows have '${names[0] ?? ''}'`,
      { path: file },
    );
  }
  const numberOf = new Map(names.map((name, i) => [name, i]));
  const byCode = texts.map(text => numberOf.get(canonical(text, store.nonNumbers === 0)) ?? 0);
  const values = names.length <= 256 ? new Uint8Array(store.rows) : new Int32Array(store.rows);
  for (let row = 0; row < store.rows; row++) values[row] = byCode[store.codes[row]! - 1]!;
  return { task: 'classes', label: store.name, classes: names, values };
}

function classNames(texts: readonly string[], numeric: boolean): string[] {
  const names = [...new Set(texts.map(text => canonical(text, numeric)))];
  return numeric ? names.sort((a, b) => Number(a) - Number(b)) : names.sort((a, b) => (a < b ? -1 : 1));
}

/** `1`, `1.0` and `01` are one class when all labels are numbers. */
function canonical(text: string, numeric: boolean): string {
  return numeric ? String(Number(text)) : text;
}
