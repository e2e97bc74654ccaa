import { parse, type CsvError } from 'csv-parse';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { concatenate, createTextCheck } from '../utf8.ts';

export const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
export type DelimiterName = keyof typeof DELIMITERS | 'auto';

/** A record may not be longer; a quote that is never closed would otherwise take the whole file for one. */
export const MAX_RECORD_BYTES = 1_048_576;
const PIECE_BYTES = 262_144;
const LINE_FEED = 10;

/**
 * Streams a delimited text file as batches of records, header included, in bounded memory. Ragged rows, bad quoting, bytes
 * that aren't UTF-8 and oversized records throw `invalid-input` with the line.
 */
export async function* csvRecords(chunks: AsyncIterable<Uint8Array>, file: string, delimiter: DelimiterName): AsyncGenerator<string[][]> {
  let parser: RecordParser | null = null;
  for await (const piece of firstLineWhole(checkedPieces(chunks, file))) {
    parser ??= createRecordParser(file, delimiter === 'auto' ? guessDelimiter(piece) : DELIMITERS[delimiter]);
    yield await parser.push(piece);
  }
  if (parser === null) throw invalidInput('A table with a header line and rows is required, but the file is empty', { path: file });
  yield await parser.end();
}

/** Pieces of bounded size, known to be text. */
async function* checkedPieces(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const text = createTextCheck(file);
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      text.check(piece);
      yield piece;
    }
  }
  text.end();
}

/** Joins the first pieces until they hold a line break or fill a piece, so that the delimiter can be guessed. */
async function* firstLineWhole(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | null = new Uint8Array(0);
  for await (const piece of pieces) {
    if (start === null) {
      yield piece;
      continue;
    }
    start = concatenate(start, piece);
    if (start.length < PIECE_BYTES && !start.includes(LINE_FEED)) continue;
    yield start;
    start = null;
  }
  if (start !== null && start.length > 0) yield start;
}

interface RecordParser {
  push(piece: Uint8Array): Promise<string[][]>;
  end(): Promise<string[][]>;
}

function createRecordParser(file: string, delimiter: string): RecordParser {
  const parser = parse({ delimiter, bom: true, trim: true, skip_empty_lines: true, max_record_size: MAX_RECORD_BYTES });
  let records: string[][] = [];
  let failure: Error | null = null;
  parser.on('data', (record: string[]) => records.push(record));
  const ended = new Promise<void>(resolve => {
    parser.on('end', resolve);
    parser.on('error', (error: CsvError) => {
      failure = toFailure(error, file);
      resolve();
    });
  });
  const drain = (): string[][] => {
    if (failure !== null) throw failure;
    const batch = records;
    records = [];
    return batch;
  };
  return {
    async push(piece) {
      await Promise.race([new Promise<void>(resolve => parser.write(piece, () => resolve())), ended]);
      return drain();
    },
    async end() {
      parser.end();
      await ended;
      return drain();
    },
  };
}

function toFailure(error: CsvError, file: string): Error {
  const line = typeof error['lines'] === 'number' ? error['lines'] : null;
  const path = line === null ? file : `${file}:${line}`;
  const record: unknown = error['record'];
  if (error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH' && Array.isArray(record)) {
    const expected = /expect (\d+)/.exec(error.message)?.[1] ?? 'as many as the header has';
    return invalidInput(`Every row must have ${expected} columns, as the header, but line ${line} has ${record.length}`, {
      path,
      hint: 'Check the delimiter, and quote values that contain it.',
    });
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return invalidInput(`A row may have at most ${MAX_RECORD_BYTES} bytes, but the one at line ${line} is longer`, {
      path,
      hint: 'Is a closing quote missing?',
    });
  }
  return invalidInput(`Well-formed delimited text is required, but: ${error.message}`, {
    path,
    hint: 'A quote inside a quoted value is written twice ("").',
  });
}

/** The delimiter found most often in the first line, outside quotes; a comma when there is none. */
export function guessDelimiter(start: Uint8Array): string {
  const counts = { ',': 0, ';': 0, '\t': 0, '|': 0 };
  const isDelimiter = (character: string): character is keyof typeof counts => Object.hasOwn(counts, character);
  let quoted = false;
  for (const byte of start) {
    const character = String.fromCharCode(byte);
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted && isDelimiter(character)) counts[character]++;
  }
  return Object.entries(counts).reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}
