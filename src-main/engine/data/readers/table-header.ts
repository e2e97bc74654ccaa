import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { closest } from '../../../../src-shared/lib/closest.ts';
import { hasSeveralLabels, type SeveralLabels } from '../label-cells.ts';
import { fitsGlob } from '../labelled-files.ts';

export const MAX_COLUMNS = 10_000;

/** Columns that a table must have, by name. */
export interface HeaderRequest extends Omit<SeveralLabels, 'task'> {
  readonly task: 'auto' | 'classes' | 'labels' | 'values';
  readonly label: string;
  readonly ignore: readonly string[];
  readonly categories: readonly string[];
  readonly columns: Readonly<Record<string, unknown>>;
  readonly groupBy: string | null;
  readonly orderBy: string | null;
}

export interface Header {
  readonly names: readonly string[];
  /** Places of the label columns. */
  readonly labels: readonly number[];
  /** Those without which a row is left out: all, but of a column that lists labels, where there may be none. */
  readonly required: readonly number[];
  readonly warnings: readonly string[];
}

/** Throws `invalid-input` for names that come twice, and for asked ones that are not there. */
export function readHeader(record: readonly string[], request: HeaderRequest, file: string): Header {
  const { label, ignore, categories, columns, groupBy, orderBy } = request;
  const names = columnNames(record, file);
  const groups = groupBy === null ? [] : [groupBy];
  for (const [field, wanted] of Object.entries({
    label: [label],
    ignore,
    categories,
    columns: Object.keys(columns),
    'splits.groupBy': groups,
    'splits.orderBy': orderBy === null ? [] : [orderBy],
  })) {
    for (const name of wanted) if (!names.includes(name)) throw noSuchColumn(name, names, field);
  }
  const warnings = names.filter((_, i) => record[i] === '').map(name => `A column has no name and is called '${name}'.`);
  return { names, ...labelPlaces(names, request), warnings };
}

/** Columns by what the first record calls them. Throws `invalid-input` for too many, and for a name that comes twice. */
export function columnNames(record: readonly string[], file: string): string[] {
  if (record.length > MAX_COLUMNS)
    throw invalidInput(`A table may have at most ${MAX_COLUMNS} columns, but this one has ${record.length}`, { path: file });
  const names = record.map((name, i) => (name === '' ? `column ${i + 1}` : name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw invalidInput(`Every column must have a name of its own, but '${twice}' comes twice`, { path: `${file}:1` });
  return names;
}

function labelPlaces(names: readonly string[], request: HeaderRequest): Pick<Header, 'labels' | 'required'> {
  const { label, labelColumns, task } = request;
  const isSeveral = hasSeveralLabels(request);
  if (isSeveral && task !== 'auto' && task !== 'labels')
    throw invalidInput(`Several labels an item are the task 'labels', but the task is '${task}'`, {
      path: 'task',
      hint: 'Leave out separator and labelColumns, or take task: labels.',
    });
  const further = labelColumns.flatMap((glob, i) => {
    const found = names.flatMap((name, place) => (fitsGlob(name, glob) ? [place] : []));
    if (found.length === 0) throw noSuchColumn(glob, names, `labelColumns.${i}`);
    return found;
  });
  const labels = [...new Set([names.indexOf(label), ...further])];
  return { labels, required: isSeveral && labels.length === 1 ? [] : labels };
}

function noSuchColumn(name: string, names: readonly string[], path: string): Error {
  const near = closest(name, names);
  const listed = names.slice(0, 20).join(', ') + (names.length > 20 ? `, … (${names.length})` : '');
  return invalidInput(`A column called '${name}' is required; there are: ${listed}`, {
    path,
    ...(near === null ? {} : { hint: `Did you mean '${near}'?` }),
  });
}
