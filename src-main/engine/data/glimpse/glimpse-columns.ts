import type { GlimpsedColumn, SourceGlimpse } from '../../../../src-shared/domain/source-glimpse.ts';
import type { SourceEntry } from '../ports.ts';
import { chosenEncodings } from '../table/choose-encodings.ts';
import { createColumn } from '../table/column-store.ts';
import { columnEncodings } from '../table/encodings/index.ts';
import { inferColumn, isReadableAs } from '../table/infer-column.ts';

/** Rows that tell what a column holds. */
export const LOOKED_ROWS = 500;
const SHOWN_ROWS = 5;
const SHOWN_CHARACTERS = 80;

const USUAL = chosenEncodings({ numbers: { kind: 'standardise' }, texts: { kind: 'one-hot' }, columns: {} });

/** Records of a file: at most the first `LOOKED_ROWS`. */
export interface FirstRows {
  readonly names: readonly string[];
  /** A text a column; '' where it has none. */
  readonly rows: readonly (readonly string[])[];
}

/** Columns that become inputs: what each would be taken for. */
export function inferredColumns({ names, rows }: FirstRows): GlimpsedColumn[] {
  const budget = { left: Infinity };
  return names.map((name, place) => {
    const column = createColumn(name, budget);
    for (const row of rows) column.push(row[place] ?? '');
    const store = column.finish();
    const { info, warning } = inferColumn(store, { ignore: [], categories: [], ...USUAL });
    const encodings = store.missing === store.rows ? [] : columnEncodings.all.filter(({ takes }) => isReadableAs(store, takes));
    return { name, type: info.type, warning, encodings: encodings.map(({ id }) => id) };
  });
}

/** Columns of which a person says what they are for. */
export function plainColumns(names: readonly string[]): GlimpsedColumn[] {
  return names.map(name => ({ name, type: null, warning: null, encodings: [] }));
}

/** The rows as they are shown. */
export function shownRows({ rows }: FirstRows): Pick<SourceGlimpse, 'rows' | 'looked'> {
  return { rows: rows.slice(0, SHOWN_ROWS).map(row => row.map(text => cutText(text, SHOWN_CHARACTERS))), looked: rows.length };
}

export function cutText(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

export function sizeOf(files: readonly SourceEntry[]): Pick<SourceGlimpse, 'files' | 'bytes'> {
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
