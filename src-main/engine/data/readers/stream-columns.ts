import { approximateDistinct } from '../table/approximate-distinct.ts';
import { parseNumber, type ColumnStore } from '../table/column-store.ts';
import { isNumberType, plainNumber } from './database-columns.ts';
import type { DatabaseSource } from './database-source.ts';
import { quotedName, type Piece, type TableDatabase, type TextPiece } from './table-database.ts';
import type { SavedColumn, TableJournal } from './table-journal.ts';
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
  /** Rows of the source, about. */
  readonly rowsAbout: number;
  /** How far an earlier process came, and where it is kept how far this one is. */
  readonly journal?: Pick<TableJournal<unknown>, 'part' | 'isDue' | 'keepPart'>;
  /** Told the rows so far, left out or not. */
  progress?(rows: number): void;
}

/**
 * The columns in one pass over the source, as the database parses it: no table is written. Null where it takes one: more texts than are
 * listed, dates, numbers without end, more cells than may be held.
 */
export async function streamColumns(
  database: TableDatabase,
  source: DatabaseSource,
  request: StreamRequest,
): Promise<StreamedColumns | null> {
  const { required, journal, progress } = request;
  const earlier = journal?.part() ?? null;
  const described = await database.rows(`DESCRIBE SELECT * FROM ${source.from}`);
  const maxRows = Math.floor(request.maxCells / described.length);
  const room = { about: Math.ceil(request.rowsAbout), most: maxRows };
  let [rows, dropped] = [earlier?.rows ?? 0, earlier?.dropped ?? 0];
  const columns = described.map(([inSource, type], i) => {
    const [name, id] = [request.names[i]!, quotedName(String(inSource))];
    const from = earlier?.columns[i] ?? null;
    return createColumn(
      name,
      { id, type: String(type), isText: request.asTexts.has(name), room, earlier: from, row: rows + dropped },
      source,
    );
  });
  const after = rows + dropped === 0 ? '' : ` OFFSET ${rows + dropped}`;
  const isWhole = await database.scanAll(`SELECT ${columns.map(({ sql }) => sql).join(', ')} FROM ${source.from}${after}`, pieces => {
    const count = lengthOf(pieces[0]!);
    const kept = keptRows(
      required.map(place => pieces[place]!),
      count,
    );
    rows += kept?.length ?? count;
    dropped += count - (kept?.length ?? count);
    if (rows > maxRows || !columns.every((column, i) => column.push(pieces[i]!, kept))) return false;
    progress?.(rows + dropped);
    if (journal?.isDue(rows) !== true) return true;
    return journal.keepPart({ rows, dropped, columns: columns.map(column => column.soFar()) }).then(() => true);
  });
  const stores = isWhole ? columns.map(column => column.finish(rows)) : [];
  if (!isWhole || stores.includes(null)) return null;
  return { stores: stores.flatMap(store => store ?? []), rows, dropped };
}

interface StreamedColumn {
  readonly sql: string;
  /** `kept`: rows of the piece, all where it is null. False where this can't be read in this way. */
  push(piece: Piece, kept: readonly number[] | null): boolean;
  /** No copy. */
  soFar(): SavedColumn;
  finish(rows: number): ColumnStore | null;
}

interface SourceColumn {
  readonly id: string;
  readonly type: string;
  /** A category, though it may hold numbers. */
  readonly isText: boolean;
  readonly room: Room;
  /** What an earlier process made of the rows before. */
  readonly earlier: SavedColumn | null;
  /** Rows of the source that it was made of. */
  readonly row: number;
}

function createColumn(name: string, { id, type, isText, room, earlier, row }: SourceColumn, source: DatabaseSource): StreamedColumn {
  const isNumber = isNumberType(type);
  if (isNumber && !isText) return createNumbers(name, { sql: numberSql(id, type), room, earlier: requireKind(earlier, 'numbers') });
  const sql = `coalesce(${isNumber ? plainNumber(id) : source.text(id.slice(1, -1))}, '')`;
  return createTexts(name, { sql, isNumber, room, earlier: requireKind(earlier, 'codes'), row });
}

/** The same file and settings have columns of the same kinds. */
function requireKind<K extends SavedColumn['kind']>(column: SavedColumn | null, kind: K): Extract<SavedColumn, { kind: K }> | null {
  if (column === null || column.kind === kind) return column as Extract<SavedColumn, { kind: K }> | null;
  throw new Error(`A column of ${kind} is required, but one of ${column.kind} was saved`);
}

interface ColumnToRead<K extends SavedColumn['kind']> extends Pick<StreamedColumn, 'sql'>, Pick<SourceColumn, 'room'> {
  readonly earlier: Extract<SavedColumn, { kind: K }> | null;
}

interface TextsToRead extends ColumnToRead<'codes'> {
  readonly isNumber: boolean;
  /** Rows of the source before the first piece. */
  readonly row: number;
}

/** NaN where there is none, Infinity where there is one without end. */
function numberSql(id: string, type: string): string {
  const isWhole = type.includes('INT');
  const value = `${id}::DOUBLE`;
  return `CASE WHEN ${id} IS NULL THEN 'nan'::DOUBLE ${isWhole ? '' : `WHEN NOT isfinite(${id}) THEN 'inf'::DOUBLE `}ELSE ${value} END`;
}

function createNumbers(name: string, { sql, room, earlier }: ColumnToRead<'numbers'>): StreamedColumn {
  const numbersSoFar = createValues(length => new Float64Array(length), room, earlier?.values);
  let [missing, isFinite] = [earlier?.missing ?? 0, true];
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
    soFar: () => ({ kind: 'numbers', missing, values: numbersSoFar.all() }),
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

function createTexts(name: string, { sql, isNumber, room, earlier, row: firstRow }: TextsToRead): StreamedColumn {
  const codesSoFar = createValues(length => new Uint32Array(length), room, earlier?.values);
  const codes = createTextCodes(earlier?.texts);
  /** By code: the row of the source where a text came first. */
  const firstRows: number[] = [...(earlier?.firstRows ?? [])];
  let [missing, row] = [earlier?.missing ?? 0, firstRow];
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
    soFar: () => ({ kind: 'codes', missing, values: codesSoFar.all(), texts: codes.texts(), firstRows }),
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

interface Room {
  /** Rows there are, about: memory that is not filled is not taken, but the collector of garbage counts it. */
  readonly about: number;
  readonly most: number;
}

function createValues<A extends Float64Array | Uint32Array>(make: (length: number) => A, { about, most }: Room, earlier?: A): Values<A> {
  let room = make(Math.min(most, Math.max(about, earlier?.length ?? 0)));
  if (earlier !== undefined) room.set(earlier);
  let length = earlier?.length ?? 0;
  return {
    add(values) {
      const needed = length + values.length;
      if (needed > room.length) {
        const larger = make(Math.min(most, Math.max(2 * room.length, needed)));
        larger.set(room.subarray(0, length));
        room = larger;
      }
      room.set(values, length);
      length = needed;
    },
    all: () => room.subarray(0, length) as A,
  };
}
