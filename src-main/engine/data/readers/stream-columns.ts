import { approximateDistinct } from '../table/approximate-distinct.ts';
import { parseNumber, type ColumnStore } from '../table/column-store.ts';
import { isNumberType, plainNumber } from './database-columns.ts';
import type { DatabaseSource } from './database-source.ts';
import { quotedName, type Piece, type TableDatabase, type TextPiece } from './table-database.ts';
import { createTextCodes } from './text-codes.ts';

/** Whether a text may be a date: those are read by the database. */
const LIKE_A_DATE = /^\d{1,4}[-/.]\d{1,2}/;

export interface StreamedColumns {
  readonly stores: readonly ColumnStore[];
  readonly rows: number;
  /** Rows that lack a required value. */
  readonly dropped: number;
}

export interface StreamRequest {
  readonly names: readonly string[];
  /** Places of the columns without which a row is left out. */
  readonly required: readonly number[];
  readonly asTexts: ReadonlySet<string>;
  readonly maxCells: number;
}

/**
 * The columns in one pass over the source, as the database parses it: no table is written. Null where it takes one: more texts than are
 * listed, dates, numbers without end, more cells than may be held.
 */
export async function streamColumns(
  database: TableDatabase,
  source: DatabaseSource,
  { names, required, asTexts, maxCells }: StreamRequest,
): Promise<StreamedColumns | null> {
  const described = await database.rows(`DESCRIBE SELECT * FROM ${source.from}`);
  const maxRows = Math.floor(maxCells / described.length);
  const columns = described.map(([inSource, type], i) =>
    createColumn(names[i]!, { id: quotedName(String(inSource)), type: String(type), isText: asTexts.has(names[i]!), maxRows }, source),
  );
  let [rows, dropped] = [0, 0];
  const isWhole = await database.scanAll(`SELECT ${columns.map(({ sql }) => sql).join(', ')} FROM ${source.from}`, pieces => {
    const count = lengthOf(pieces[0]!);
    const kept = keptRows(
      required.map(place => pieces[place]!),
      count,
    );
    rows += kept?.length ?? count;
    dropped += count - (kept?.length ?? count);
    return rows <= maxRows && columns.every((column, i) => column.push(pieces[i]!, kept));
  });
  if (!isWhole) return null;
  const stores: ColumnStore[] = [];
  for (const column of columns) {
    const store = column.finish(rows);
    if (store === null) return null;
    stores.push(store);
  }
  return { stores, rows, dropped };
}

interface StreamedColumn {
  readonly sql: string;
  /** `kept`: rows of the piece, all where it is null. False where this can't be read in this way. */
  push(piece: Piece, kept: readonly number[] | null): boolean;
  finish(rows: number): ColumnStore | null;
}

interface SourceColumn {
  readonly id: string;
  readonly type: string;
  /** A category, though it may hold numbers. */
  readonly isText: boolean;
  readonly maxRows: number;
}

function createColumn(name: string, { id, type, isText, maxRows }: SourceColumn, source: DatabaseSource): StreamedColumn {
  const isNumber = isNumberType(type);
  if (isNumber && !isText) return createNumbers(name, numberSql(id, type), maxRows);
  const sql = `coalesce(${isNumber ? plainNumber(id) : source.text(id.slice(1, -1))}, '')`;
  return createTexts(name, { sql, isNumber, maxRows });
}

interface TextsToRead extends Pick<StreamedColumn, 'sql'> {
  readonly isNumber: boolean;
  readonly maxRows: number;
}

/** NaN where there is none, Infinity where there is one without end. */
function numberSql(id: string, type: string): string {
  const isWhole = type.includes('INT');
  const value = `${id}::DOUBLE`;
  return `CASE WHEN ${id} IS NULL THEN 'nan'::DOUBLE ${isWhole ? '' : `WHEN NOT isfinite(${id}) THEN 'inf'::DOUBLE `}ELSE ${value} END`;
}

function createNumbers(name: string, sql: string, maxRows: number): StreamedColumn {
  const numbersSoFar = createValues<Float64Array>(new Float64Array(maxRows));
  let [missing, isFinite] = [0, true];
  return {
    sql,
    push(piece, kept) {
      const values = kept === null ? (piece as Float64Array) : Float64Array.from(kept, row => (piece as Float64Array)[row]!);
      for (const value of values) {
        if (value !== value) missing++;
        else if (value === Infinity) isFinite = false;
      }
      numbersSoFar.add(values);
      return isFinite;
    },
    finish(rows) {
      const numbers = numbersSoFar.all();
      // A column without a number is one of texts, of which there are none.
      const isEmpty = missing === rows;
      return {
        ...{ name, rows, missing, nonNumbers: 0, firstNonNumber: null, areDates: false },
        numbers: isEmpty ? new Float64Array(0) : numbers,
        ...(isEmpty
          ? { texts: [], codes: new Uint32Array(rows), distinct: 0 }
          : { texts: null, codes: new Uint32Array(0), distinct: approximateDistinct(numbers) }),
      };
    },
  };
}

function createTexts(name: string, { sql, isNumber, maxRows }: TextsToRead): StreamedColumn {
  const codesSoFar = createValues<Uint32Array>(new Uint32Array(maxRows));
  const codes = createTextCodes();
  /** By code: the row of the source where a text came first. */
  const firstRows: number[] = [];
  let [missing, row] = [0, 0];
  return {
    sql,
    push(piece, kept) {
      const texts = piece as TextPiece;
      const found = new Uint32Array(kept?.length ?? lengthOf(texts));
      for (let i = 0; i < found.length; i++) {
        const place = kept === null ? i : kept[i]!;
        const code = codes.codeOf(texts, place);
        if (code < 0) return false;
        if (code === 0) missing++;
        firstRows[code] ??= row + place + 1;
        found[i] = code;
      }
      row += lengthOf(texts);
      codesSoFar.add(found);
      return true;
    },
    finish: rows => textStore({ name, rows, missing }, { codes: codesSoFar.all(), texts: codes.texts(), firstRows, isNumber }),
  };
}

interface CodedTexts {
  readonly codes: Uint32Array;
  readonly texts: readonly string[];
  readonly firstRows: readonly number[];
  readonly isNumber: boolean;
}

function textStore(
  known: Pick<ColumnStore, 'name' | 'rows' | 'missing'>,
  { codes, texts, firstRows, isNumber }: CodedTexts,
): ColumnStore | null {
  const values = texts.map(parseNumber);
  const store = { ...known, texts, codes, areDates: false, distinct: texts.length };
  const isEachNumber = texts.length > 0 && values.every(value => !Number.isNaN(value));
  if (isNumber && texts.length > 0) {
    if (!isEachNumber) return null;
    const numbers = Float64Array.from(codes, code => (code === 0 ? NaN : values[code - 1]!));
    return { ...store, numbers, nonNumbers: 0, firstNonNumber: null };
  }
  if (isEachNumber || (texts.length > 0 && texts.every(text => LIKE_A_DATE.test(text)))) return null;
  const isOther = Uint8Array.from([0, ...values.map(value => Number(Number.isNaN(value)))]);
  let nonNumbers = 0;
  for (const code of codes) nonNumbers += isOther[code]!;
  const first = isOther.indexOf(1);
  const firstNonNumber = first < 0 ? null : { text: texts[first - 1]!, row: firstRows[first]! };
  return { ...store, numbers: new Float64Array(0), nonNumbers, firstNonNumber };
}

function lengthOf(piece: Piece): number {
  return 'words' in piece ? piece.words.length / 4 : piece.length;
}

/** Null for all. */
function keptRows(required: readonly Piece[], count: number): readonly number[] | null {
  const isMissing = (piece: Piece, row: number): boolean => ('words' in piece ? piece.words[4 * row] === 0 : Number.isNaN(piece[row]!));
  const isKept = (row: number): boolean => !required.some(piece => isMissing(piece, row));
  for (let row = 0; row < count; row++) if (!isKept(row)) return Array.from({ length: count }, (_, i) => i).filter(isKept);
  return null;
}

interface Values<A> {
  add(values: A): void;
  /** All that was added, in place. */
  all(): A;
}

/** Room for as many as there may be: what is not filled takes addresses and no memory, and what is, is never copied. */
function createValues<A extends Float64Array | Uint32Array>(room: A): Values<A> {
  let length = 0;
  return {
    add(values) {
      room.set(values, length);
      length += values.length;
    },
    all: () => room.subarray(0, length) as A,
  };
}
