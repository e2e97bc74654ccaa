import { quoted, quotedName, quotedPath } from './table-database.ts';

/** Files a database reads better than we do: packed by column, a JSON object a line, or long. */
const PACKED = /\.parquet$/i;
const LINES = /\.(jsonl|ndjson)(\.gz)?$/i;
/** Above this a delimited text goes through the database too. */
export const LONG_TEXT_BYTES = 64 * 2 ** 20;

const MISSING = ['', '?', 'na', 'NA', 'Na', 'n/a', 'N/A', 'nan', 'NaN', 'NAN', 'null', 'NULL', 'Null'];
const MAX_LINE_BYTES = 1_048_576;

export function isDelimitedText(file: string): boolean {
  return !PACKED.test(file) && !LINES.test(file);
}

/** A relation with the source's columns. */
export interface DatabaseSource {
  readonly from: string;
  /** Text of a column as SQL, null where it is missing. */
  text(name: string): string;
}

/** Parquet and JSON lines tell their own names. */
export function selfTellingSource(path: string, file: string): DatabaseSource {
  const from = PACKED.test(file)
    ? `read_parquet(${quotedPath(path)})`
    : `read_json(${quotedPath(path)}, format = 'newline_delimited', maximum_object_size = 16777216)`;
  const lower = `(${[...new Set(MISSING.map(text => text.toLowerCase()))].map(quoted).join(', ')})`;
  // A list becomes a JSON list, as a short file would have it.
  const text = (name: string): string => {
    const column = quotedName(name);
    return `trim(CASE WHEN typeof(${column}) LIKE '%[]' THEN CAST(to_json(${column}) AS VARCHAR) ELSE CAST(${column} AS VARCHAR) END)`;
  };
  return { from, text: name => `CASE WHEN lower(${text(name)}) IN ${lower} THEN NULL ELSE ${text(name)} END` };
}

export interface DelimitedSource {
  readonly path: string;
  /** The character itself. */
  readonly delimiter: string;
  readonly columns: number;
  /** Take every column for a text. */
  readonly allTexts: boolean;
}

/** Columns are called c0, c1, …: the database would not tell `A` from `a`. */
export function delimitedSource({ path, delimiter, columns, allTexts }: DelimitedSource): DatabaseSource {
  const options = {
    header: 'true',
    names: `[${Array.from({ length: columns }, (_, i) => `'c${i}'`).join(', ')}]`,
    delim: quoted(delimiter),
    quote: `'"'`,
    escape: `'"'`,
    nullstr: `[${MISSING.map(quoted).join(', ')}]`,
    max_line_size: String(MAX_LINE_BYTES),
    ...(allTexts ? { all_varchar: 'true' } : { auto_type_candidates: `['BIGINT', 'DOUBLE', 'VARCHAR']` }),
  };
  const listed = Object.entries(options).map(([name, value]) => `${name} = ${value}`);
  return { from: `read_csv(${quotedPath(path)}, ${listed.join(', ')})`, text: name => `nullif(trim(${quotedName(name)}), '')` };
}
