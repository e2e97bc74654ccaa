import { MAX_DISTINCT_TEXTS, type ColumnStore } from '../table/column-store.ts';
import { approximateDistinct } from '../table/approximate-distinct.ts';
import type { TableDatabase } from './table-database.ts';

/** More distinct texts than this are not even counted out. */
const WORTH_LISTING = 1.25 * MAX_DISTINCT_TEXTS;
const FIRST_ROWS = 2048;
const NUMBER_TYPE = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/;
const DATE_TYPE = /^(DATE|TIMESTAMP.*)$/;

/** A column of the table `t`, where it is called c0, c1, … */
export interface StoredColumn {
  /** In the source. */
  readonly name: string;
  /** In the database. */
  readonly id: string;
  /** As the database calls it. */
  readonly type: string;
}

export function isNumberType(type: string): boolean {
  return NUMBER_TYPE.test(type);
}

export function isDateType(type: string): boolean {
  return DATE_TYPE.test(type);
}

export interface RowsWanted {
  /** Which rows are taken, as SQL. */
  readonly where: string;
  readonly rows: number;
  /** Columns that are categories though they hold numbers. */
  readonly asTexts: ReadonlySet<string>;
}

/** Every column as the reader of short files would hold it: one pass for what it holds, one for its values. */
export async function columnStores(
  database: TableDatabase,
  columns: readonly StoredColumn[],
  wanted: RowsWanted,
): Promise<readonly ColumnStore[]> {
  const facts = await factsOf(database, columns, wanted);
  const drafts: Draft[] = [];
  for (const [i, column] of columns.entries()) drafts.push(await draftOf(database, { column, facts: facts[i]! }, wanted));
  await fill(database, drafts, wanted);
  return drafts.map(({ store }) => (store.distinct === undefined ? { ...store, distinct: approximateDistinct(store.numbers) } : store));
}

interface ColumnFacts {
  readonly present: number;
  /** About; null for numbers and dates, which are counted when they are read. */
  readonly distinct: number | null;
  readonly numbers: number;
  readonly dates: number;
}

async function factsOf(database: TableDatabase, columns: readonly StoredColumn[], { where, asTexts }: RowsWanted): Promise<ColumnFacts[]> {
  const mayBeDates = await columnsOfDatesAtFirst(database, columns);
  const asked = columns.flatMap(({ id, name, type }) => {
    const [number, date] = isNumberType(type)
      ? [id, 'NULL']
      : isDateType(type)
        ? ['NULL', id]
        : [asNumber(id), mayBeDates.has(id) ? `TRY_CAST(${id} AS TIMESTAMP)` : 'NULL'];
    const isCounted = asTexts.has(name) || (!isNumberType(type) && !isDateType(type));
    return [`count(${id})`, isCounted ? `approx_count_distinct(${id})` : 'NULL', `count(${number})`, `count(${date})`].map(
      count => `${count}::DOUBLE`,
    );
  });
  const [row = []] = await database.rows(`SELECT ${asked.join(', ')} FROM t WHERE ${where}`);
  return columns.map((_, i) => {
    const [present, distinct, numbers, dates] = row.slice(4 * i, 4 * i + 4) as [number, number | null, number, number];
    return { present, distinct, numbers, dates };
  });
}

/** Texts that are no date take long to be tried as one: only where the first ones all are. */
async function columnsOfDatesAtFirst(database: TableDatabase, columns: readonly StoredColumn[]): Promise<ReadonlySet<string>> {
  const texts = columns.filter(({ type }) => !isNumberType(type) && !isDateType(type));
  if (texts.length === 0) return new Set();
  const asked = texts.map(({ id }) => `(count(${id}) - count(TRY_CAST(${id} AS TIMESTAMP)))::DOUBLE`);
  const [others = []] = await database.rows(`SELECT ${asked.join(', ')} FROM (SELECT * FROM t LIMIT ${FIRST_ROWS})`);
  return new Set(texts.flatMap(({ id }, i) => (others[i] === 0 ? [id] : [])));
}

/** Finite, or null. */
function asNumber(expression: string): string {
  const value = `TRY_CAST(${expression} AS DOUBLE)`;
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
}

interface Draft {
  readonly store: ColumnStore;
  /** What of it is asked for, and where it goes. */
  readonly fills: readonly { readonly sql: string; readonly into: Float64Array | Uint32Array }[];
}

interface ColumnToRead {
  readonly column: StoredColumn;
  readonly facts: ColumnFacts;
}

/** How a column is read: as numbers, as moments, or as texts. */
interface Reading {
  readonly isNumber: boolean;
  readonly areDates: boolean;
  /** And may have few enough to list them. */
  readonly listsTexts: boolean;
}

function readingOf({ column, facts }: ColumnToRead, asTexts: RowsWanted['asTexts']): Reading {
  const isNumber = facts.present > 0 && facts.numbers === facts.present;
  const areDates = !isNumber && facts.present > 0 && facts.dates === facts.present;
  const needsTexts = (!isNumber && !areDates) || asTexts.has(column.name);
  return { isNumber, areDates, listsTexts: needsTexts && (facts.distinct ?? 0) <= WORTH_LISTING };
}

async function draftOf(database: TableDatabase, read: ColumnToRead, { where, rows, asTexts }: RowsWanted): Promise<Draft> {
  const { column, facts } = read;
  const { id, name, type } = column;
  const { isNumber, areDates, listsTexts } = readingOf(read, asTexts);
  const text = isNumberType(type) ? plainNumber(id) : `CAST(${id} AS VARCHAR)`;
  const list = `SELECT ${text} AS x FROM t WHERE ${where} AND ${id} IS NOT NULL GROUP BY x ORDER BY min(rowid)`;
  const texts = listsTexts ? await textsOf(database, list) : null;
  const numbers = new Float64Array(isNumber || areDates ? rows : 0);
  const codes = new Uint32Array(texts === null ? 0 : rows);
  const fills = [
    ...numberFills(id, isNumber, numbers),
    ...(texts === null || texts.length === 0 ? [] : await codeFills(database, { id, text, list }, codes)),
  ];
  const nonNumbers = facts.present - facts.numbers;
  const firstNonNumber = nonNumbers === 0 ? null : await firstOther(database, { id, where });
  return {
    store: {
      name,
      rows,
      numbers,
      texts,
      codes,
      missing: rows - facts.present,
      nonNumbers,
      firstNonNumber,
      areDates,
      ...counted(texts, facts),
    },
    fills,
  };
}

/** Numbers whose values were not counted are when they have been read. */
function counted(texts: readonly string[] | null, { distinct }: ColumnFacts): Pick<ColumnStore, 'distinct'> {
  if (texts !== null) return { distinct: texts.length };
  return distinct === null ? {} : { distinct };
}

function numberFills(id: string, isNumber: boolean, into: Float64Array): Draft['fills'] {
  if (into.length === 0) return [];
  const number = isNumber ? asNumber(id) : `epoch(TRY_CAST(${id} AS TIMESTAMP))`;
  return [{ sql: `coalesce(${number}, 'nan'::DOUBLE)`, into }];
}

interface Texts {
  readonly id: string;
  readonly text: string;
  /** Lists them. */
  readonly list: string;
}

/** Numbers the texts in the database itself. */
async function codeFills(database: TableDatabase, { id, text, list }: Texts, into: Uint32Array): Promise<Draft['fills']> {
  await database.run(`CREATE TYPE e_${id} AS ENUM (${list})`);
  return [{ sql: `coalesce(CAST(enum_code(CAST(${text} AS e_${id})) AS INTEGER) + 1, 0)`, into }];
}

/** `3` and not `3.0`: as short files have it. */
export function plainNumber(id: string): string {
  return `CASE WHEN abs(${id}) < 1e15 AND ${id} = floor(${id}) THEN CAST(CAST(${id} AS BIGINT) AS VARCHAR) ELSE CAST(${id} AS VARCHAR) END`;
}

async function textsOf(database: TableDatabase, list: string): Promise<readonly string[] | null> {
  const found = await database.rows(`${list} LIMIT ${MAX_DISTINCT_TEXTS + 1}`);
  return found.length > MAX_DISTINCT_TEXTS ? null : found.map(([text]) => String(text));
}

async function firstOther(
  database: TableDatabase,
  { id, where }: { readonly id: string; readonly where: string },
): Promise<ColumnStore['firstNonNumber']> {
  const other = `${id} IS NOT NULL AND TRY_CAST(CAST(${id} AS VARCHAR) AS DOUBLE) IS NULL`;
  const [row] = await database.rows(`SELECT CAST(${id} AS VARCHAR), rowid::DOUBLE FROM t WHERE ${where} AND ${other} LIMIT 1`);
  return row === undefined ? { text: '', row: 1 } : { text: String(row[0]), row: Number(row[1]) + 1 };
}

async function fill(database: TableDatabase, drafts: readonly Draft[], { where }: RowsWanted): Promise<void> {
  const fills = drafts.flatMap(draft => draft.fills);
  if (fills.length === 0) return;
  let at = 0;
  await database.scan(`SELECT ${fills.map(({ sql }) => sql).join(', ')} FROM t WHERE ${where}`, piece => {
    for (const [i, { into }] of fills.entries()) into.set(piece[i]!, at);
    at += piece[0]!.length;
  });
}
