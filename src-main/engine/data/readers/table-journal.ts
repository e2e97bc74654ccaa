import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import type { ReadingJournal } from '../reader.ts';
import type { ColumnStore } from '../table/column-store.ts';
import { storeFacts, storeOf, storeTensors, type StoreFacts } from '../table/stored-columns.ts';

const PARTLY = 'table-columns';
const WHOLLY = 'table-stores';
/** Of the rows that were saved last: so many more are saved anew, that all that is written is a few times the whole. */
const GROWTH = 1.25;

/** A column as far as it was read: its numbers, or the codes of its texts with the texts. */
export type SavedColumn =
  | { readonly kind: 'numbers'; readonly missing: number; readonly values: Float64Array }
  | {
      readonly kind: 'codes';
      readonly missing: number;
      readonly values: Uint32Array;
      readonly texts: readonly string[];
      /** By code: the row of the source where a text came first. */
      readonly firstRows: readonly number[];
    };

/** Columns of the first rows of a source. */
export interface SavedColumns {
  readonly rows: number;
  /** Rows that were left out. */
  readonly dropped: number;
  readonly columns: readonly SavedColumn[];
}

/** What was read of a table, good for a file of the same bytes alone: a file that changed meanwhile is read anew. */
export interface TableJournal<Whole> {
  /** Whether an earlier process left anything: then the file's hash is to be known before it is read. */
  readonly hasEarlier: boolean;
  /** Before the hash is known nothing is kept. */
  fileIs(sha256: string): void;
  /** What was read to the end; null where there is none of this file. */
  whole(): { readonly stores: readonly ColumnStore[]; readonly facts: Whole } | null;
  /** What was read partly, likewise. */
  part(): SavedColumns | null;
  /** Whether it is time to keep what was read of so many rows. */
  isDue(rows: number): boolean;
  keepPart(columns: SavedColumns): Promise<void>;
  keepWhole(stores: readonly ColumnStore[], facts: Whole): Promise<void>;
}

export function createTableJournal<Whole>(journal: ReadingJournal | undefined): TableJournal<Whole> {
  const earlier = journal?.resumeFrom ?? null;
  const kind = earlier?.metadata['kind'] ?? '';
  let file: string | null = null;
  let saved = 0;
  const found = (wanted: string): TensorFile | null =>
    kind === wanted && file !== null && earlier?.metadata['sha256'] === file ? earlier : null;
  const save = async (metadata: Record<string, string>, tensors: TensorFile['tensors']): Promise<void> => {
    if (journal !== undefined && file !== null) await journal.save({ metadata: { ...metadata, sha256: file }, tensors });
  };
  return {
    hasEarlier: kind === PARTLY || kind === WHOLLY,
    fileIs: sha256 => void (file = sha256),
    whole() {
      const from = found(WHOLLY);
      if (from === null) return null;
      const columns = JSON.parse(from.metadata['columns'] ?? '[]') as readonly StoreFacts[];
      return { stores: columns.map((facts, i) => storeOf(from, facts, i)), facts: JSON.parse(from.metadata['facts'] ?? '') as Whole };
    },
    part() {
      const from = found(PARTLY);
      if (from === null) return null;
      saved = (JSON.parse(from.metadata['state'] ?? '') as SavedColumns).rows;
      return columnsOf(from);
    },
    isDue: rows => journal !== undefined && file !== null && rows > 0 && rows >= GROWTH * saved && journal.due(),
    async keepPart({ columns, ...counts }) {
      saved = counts.rows;
      const state = { ...counts, columns: columns.map(({ values: _values, ...column }) => column) };
      const tensors = columns.map(({ values }, i) => [String(i), { shape: [values.length], values }] as const);
      await save({ kind: PARTLY, state: JSON.stringify(state) }, Object.fromEntries(tensors));
    },
    async keepWhole(stores, facts) {
      if (journal?.due() !== true) return;
      const metadata = { kind: WHOLLY, columns: JSON.stringify(stores.map(storeFacts)), facts: JSON.stringify(facts) };
      await save(metadata, Object.fromEntries(stores.flatMap(storeTensors)));
    },
  };
}

function columnsOf({ metadata, tensors }: TensorFile): SavedColumns {
  const state = JSON.parse(metadata['state'] ?? '') as SavedColumns;
  const columns = state.columns.map((column, i): SavedColumn => {
    const values = tensors[String(i)]?.values;
    if (column.kind === 'numbers' && values instanceof Float64Array) return { ...column, values };
    if (column.kind === 'codes' && values instanceof Uint32Array) return { ...column, values };
    throw new Error(`The values of column ${i + 1} are required`);
  });
  return { ...state, columns };
}
