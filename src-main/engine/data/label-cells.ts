import type { ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { sortedNames } from './class-names.ts';
import type { ImportedTarget } from './reader.ts';

/** Several labels an item. Rows and labels together are kept as bytes. */
const MAX_LABELS = 1000;
const MAX_CELLS = 500_000_000;
const SEPARATORS = ['|', ';', ','] as const;
const FLAGS: Readonly<Record<string, 0 | 1>> = { '0': 0, '1': 1, '0.0': 0, '1.0': 1, false: 0, true: 1 };

const SEPARATOR_PARAM = {
  kind: 'text',
  label: 'Between labels',
  help: 'What stands between the labels of an item. Left out: | or ; or a comma, whichever most items have; a JSON list needs none.',
  pattern: '.{1,8}',
  patternHelp: 'one to eight characters',
  optional: true,
} as const;

const LABEL_COLUMNS_PARAM = {
  kind: 'list',
  label: 'Label columns',
  of: { kind: 'text', label: 'Column', pattern: '.+', patternHelp: 'a column name', column: { of: 'any', role: 'Label of 0 and 1' } },
  maxItems: MAX_LABELS,
  default: [],
} as const;

/** Parameters of the readers whose items may have several labels. */
export const SEVERAL_LABELS = {
  task: {
    kind: 'choice',
    label: 'Task',
    help: 'classes: one class an item; labels: any number of labels an item, also none.',
    default: 'classes',
    options: ['classes', 'labels'],
  },
  separator: SEPARATOR_PARAM,
  labelColumns: { ...LABEL_COLUMNS_PARAM, help: 'Columns of 0 and 1, one a label, in place of one that lists them.' },
} as const;

export type SeveralLabels = ParamValues<typeof SEVERAL_LABELS>;

/** Whether items are to have several labels: said, or implied by what only makes sense then. */
export function hasSeveralLabels({
  task,
  separator,
  labelColumns,
}: Pick<SeveralLabels, 'separator' | 'labelColumns'> & { readonly task: string }): boolean {
  return task === 'labels' || separator !== undefined || labelColumns.length > 0;
}

/** Labels as target: names in order of their characters (numbers by value), and a byte an item and label `[N, L]`. */
export type LabelsTarget = Extract<ImportedTarget, { readonly task: 'labels' }>;

export interface LabelCells {
  /** What the labels are called together. */
  readonly label: string;
  /** Between the labels of a cell; left out: guessed. */
  readonly separator?: string | undefined;
  /** For messages. */
  readonly path: string;
}

/**
 * Reads a cell an item: labels with something between them, or a JSON list of texts or numbers. An empty cell has no label, and one
 * that comes twice counts once. `codes`: place in `cells` of each item, −1 for none. Throws `invalid-input` for no label at all, or too many.
 */
export function labelsOfCells(cells: readonly string[], codes: ArrayLike<number>, { label, separator, path }: LabelCells): LabelsTarget {
  const between = separator ?? usualSeparator(cells);
  const lists = cells.map(cell => labelsOf(cell, between));
  const classes = sortedNames(lists.flat());
  checkCount(classes.length, codes.length, { label, path });
  const numbers = new Map(classes.map((name, i) => [name, i]));
  const placed = lists.map(list => list.map(name => numbers.get(name) ?? 0));
  const values = new Uint8Array(codes.length * classes.length);
  for (let item = 0; item < codes.length; item++) {
    for (const number of placed[codes[item]!] ?? []) values[item * classes.length + number] = 1;
  }
  return { task: 'labels', label, classes, values };
}

/** A column of 0 and 1 a label. Throws `invalid-input` for another value. */
export function labelsOfFlags(
  columns: readonly { readonly name: string; readonly cells: ArrayLike<string> }[],
  { label, path }: Omit<LabelCells, 'separator'>,
): LabelsTarget {
  const items = columns[0]?.cells.length ?? 0;
  checkCount(columns.length, items, { label, path });
  const values = new Uint8Array(items * columns.length);
  columns.forEach(({ name, cells }, number) => {
    for (let item = 0; item < items; item++) {
      const flag = flagOf(cells[item]!);
      if (flag === null)
        throw invalidInput(`A label column holds 0 and 1, but '${name}' of item ${item + 1} is '${cells[item]!.slice(0, 40)}'`, { path });
      values[item * columns.length + number] = flag;
    }
  });
  return { task: 'labels', label, classes: columns.map(({ name }) => name), values };
}

/** Null for what is neither. */
function flagOf(text: string): 0 | 1 | null {
  const word = text.trim().toLowerCase();
  return Object.hasOwn(FLAGS, word) ? FLAGS[word]! : null;
}

function labelsOf(cell: string, separator: string): readonly string[] {
  const listed = jsonList(cell) ?? cell.split(separator);
  return [...new Set(listed.map(name => name.trim()).filter(name => name !== ''))];
}

/** Null for a cell that is none. */
function jsonList(cell: string): readonly string[] | null {
  if (!cell.startsWith('[') || !cell.endsWith(']')) return null;
  try {
    const list: unknown = JSON.parse(cell);
    const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return Array.isArray(list) && list.every(isPlain) ? list.map(String) : null;
  } catch {
    return null;
  }
}

function usualSeparator(cells: readonly string[]): string {
  const plain = cells.filter(cell => jsonList(cell) === null);
  const counts = SEPARATORS.map(separator => plain.filter(cell => cell.includes(separator)).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? SEPARATORS[0];
}

function checkCount(labels: number, items: number, { label, path }: Pick<LabelCells, 'label' | 'path'>): void {
  if (labels >= 1 && labels <= MAX_LABELS && labels * items <= MAX_CELLS) return;
  throw invalidInput(
    `From 1 to ${MAX_LABELS} labels are required in '${label}' (${MAX_CELLS} labels times items), but ${items} items have ${labels}`,
    {
      path,
      hint: labels === 0 ? 'Is it the right column?' : 'Is it what stands between labels?',
    },
  );
}
