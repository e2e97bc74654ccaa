import type { DuckDBConnection, DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import { AppFailure, invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** Of the database; the columns that are read stand beside it. */
const MEMORY = '512MB';
/** Parsed ahead of what is taken. */
const STREAM_BUFFER = '64MB';
const POLL_MS = 50;

/** Values of one piece of the answer, by column. */
export type NumberPiece = readonly (Float64Array | Int32Array)[];

/** Texts of one column of one piece, none of them null. */
export interface TextPiece {
  /** Four a text: its bytes, then the text where it has at most 12 of them, else its start and where it lies. */
  readonly words: Uint32Array;
  textAt(row: number): string;
}

/** Of a column of DOUBLE or of VARCHAR. */
export type Piece = Float64Array | TextPiece;

/** A database on disk, open for one import. Every call throws what `turn` throws, after the database has stopped. */
export interface TableDatabase {
  run(sql: string): Promise<void>;
  /** For small answers: numbers as DOUBLE or INTEGER, texts, null. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** For large ones, whose columns are all DOUBLE or INTEGER and never null, in order. */
  scan(sql: string, take: (piece: NumberPiece) => void): Promise<void>;
  /** Likewise, of columns of DOUBLE or VARCHAR. Stops where `take` gives false, and is false then. */
  scanAll(sql: string, take: (pieces: readonly Piece[]) => boolean | Promise<boolean>): Promise<boolean>;
}

export interface DatabasePlace {
  /** Empty; the database lies in it and spills into it. */
  readonly folder: string;
  /** For messages. */
  readonly file: string;
  turn(): Promise<void>;
}

/** Opens a database for the time of `use`. What it refuses is `invalid-input` with the file and, where there is one, the line. */
export async function withTableDatabase<T>(place: DatabasePlace, use: (database: TableDatabase) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(`${place.folder}/table.duckdb`, {
    memory_limit: MEMORY,
    temp_directory: place.folder,
    // Nothing is fetched, and nothing but what a person pointed at is read.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    try {
      return await use(createDatabase(connection, place));
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

function createDatabase(connection: DuckDBConnection, place: DatabasePlace): TableDatabase {
  const ask = <T>(work: Promise<T>): Promise<T> => interruptible(connection, work, place);
  return {
    async run(sql) {
      await ask(connection.run(sql));
    },
    rows: async sql => (await ask(connection.runAndReadAll(sql))).getRows(),
    async scan(sql, take) {
      const result = await ask(connection.stream(sql));
      const columns = result.columnNames().length;
      for (let pieces = 0; ; pieces++) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        take(
          Array.from({ length: columns }, (_, i) => (chunk.getColumnVector(i) as unknown as { items: Float64Array | Int32Array }).items),
        );
        if (pieces % 16 === 0) await place.turn();
      }
    },
    async scanAll(sql, take) {
      await connection.run(`SET streaming_buffer_size = '${STREAM_BUFFER}'`);
      const result = await ask(connection.stream(sql));
      const columns = result.columnNames().length;
      const fetch = (): Promise<DuckDBDataChunk | null> =>
        result.fetchChunk().catch((thrown: unknown) => {
          throw failureOf(thrown, place.file);
        });
      let next = fetch();
      try {
        for (let pieces = 1; ; pieces++) {
          const chunk = await next;
          if (chunk === null || chunk.rowCount === 0) return true;
          // The database works on while these are taken.
          next = fetch();
          if (!(await take(Array.from({ length: columns }, (_, i) => pieceOf(chunk.getColumnVector(i), chunk.rowCount))))) return false;
          if (pieces % 16 === 0) await place.turn();
        }
      } finally {
        await next.catch(() => null);
      }
    },
  };
}

/** What the library holds of a column; it tells nobody. */
interface VectorInside {
  readonly items?: Float64Array;
  readonly dataView?: DataView;
}

function pieceOf(vector: DuckDBVector, rows: number): Piece {
  const { items, dataView } = vector as unknown as VectorInside;
  if (items !== undefined) return items;
  if (dataView === undefined) throw new Error('A column of numbers or texts is required');
  return { words: new Uint32Array(dataView.buffer, dataView.byteOffset, 4 * rows), textAt: row => String(vector.getItem(row)) };
}

/** Takes turns while the database works. */
async function interruptible<T>(connection: DuckDBConnection, work: Promise<T>, { turn, file }: DatabasePlace): Promise<T> {
  let isDone = false;
  const ended = work.then(
    () => (isDone = true),
    () => (isDone = true),
  );
  try {
    while (!isDone) {
      await Promise.race([ended, new Promise(resolve => setTimeout(resolve, POLL_MS))]);
      await turn();
    }
  } catch (stopped) {
    connection.interrupt();
    await ended;
    throw stopped;
  }
  return work.catch((thrown: unknown) => {
    throw failureOf(thrown, file);
  });
}

function failureOf(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Error) || thrown instanceof AppFailure) return thrown;
  const { message } = thrown;
  if (/^Out of Memory Error/.test(message))
    return new AppFailure({ code: 'out-of-memory', message: `Reading the table needs more than ${MEMORY} at once`, path: file });
  const line = /on Line: (\d+)/.exec(message)?.[1];
  const found = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  const path = line === undefined ? file : `${file}:${line}`;
  if (found !== null) {
    return invalidInput(`Every row must have ${found[1]} columns, as the header, but line ${line ?? '?'} has ${found[2]}`, {
      path,
      hint: 'Check the delimiter, and quote values that contain it.',
    });
  }
  const [first = ''] = message.split('\n');
  return invalidInput(`A table that can be read is required, but: ${first}`, { path });
}

/** Whether a column turned out to hold something else than its first rows had. */
export function isOtherType(thrown: unknown): boolean {
  return thrown instanceof AppFailure && /Conversion Error|[Cc]ould not convert/.test(thrown.error.message);
}

/** A path for the database's own functions: no quote ends it, and no character of it stands for others. */
export function quotedPath(path: string): string {
  return quoted(path.replace(/[[*?]/g, '[$&]'));
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
