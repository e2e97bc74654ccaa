import { isObject } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { labelByFolder, withTestFiles } from '../labelled-files.ts';
import type { SourceEntry } from '../ports.ts';
import { csvRecords } from '../readers/csv-records.ts';
import type { ReaderCall } from '../reader.ts';
import type { DatasetManifest } from '../../../../src-shared/domain/dataset.ts';
import { createSourceTally } from '../source-tally.ts';
import { decodeText, type Encoding } from './decode-text.ts';
import { checkColumns, createTextItems, itemOfCells, type TextColumns, type TextItem } from './text-items.ts';
import { asUtf8, decoded, linesOf, unpacked } from './text-stream.ts';

export interface TextConfig extends TextColumns {
  readonly encoding: string;
  readonly testFiles: readonly string[];
}

export interface ReadTexts {
  readonly items: readonly TextItem[];
  /** Lines without text or class. */
  readonly dropped: number;
  readonly sources: DatasetManifest['sources'];
}

type Call = ReaderCall<TextConfig>;

const MAX_FILE_BYTES = 16 * 2 ** 20;
const JSON_LINES = /\.(jsonl|ndjson)(\.gz)?$/i;
const TABLE = /\.(csv|tsv)(\.gz)?$/i;

/** Texts of a table or of JSON lines, where the source is one such file; else of a folder with a folder for each class. */
export async function readTexts(call: Call): Promise<ReadTexts> {
  const files = await call.sources.list(call.source);
  const [only] = files;
  if (only === undefined) throw invalidInput('Files with texts are required, but the folder is empty', { path: call.source });
  if (files.length === 1 && JSON_LINES.test(only.name)) return readLines(call, only, jsonCells);
  if (files.length === 1 && TABLE.test(only.name)) return readLines(call, only, tableCells);
  return readFolder(call, files);
}

async function readFolder(call: Call, files: readonly SourceEntry[]): Promise<ReadTexts> {
  const { testFiles, encoding } = call.config;
  const tally = createSourceTally(call.createSha256);
  const texts = createTextItems(call.source);
  let dropped = 0;
  for (const file of withTestFiles(labelByFolder(files), testFiles)) {
    await call.turn();
    const bytes = await call.sources.read(call.source, file.name, MAX_FILE_BYTES);
    tally.add(file.name, bytes);
    const text = decodeText(bytes, file.name, encoding as Encoding);
    if (text.trim() === '') dropped++;
    else texts.add({ ...file, text });
  }
  return { items: texts.items, dropped, sources: tally.sources() };
}

type Cells = Readonly<Record<string, string>>;
type CellsOf = (call: Call, chunks: AsyncIterable<Uint8Array>, file: string) => AsyncGenerator<readonly Cells[]>;

async function readLines(call: Call, file: SourceEntry, cellsOf: CellsOf): Promise<ReadTexts> {
  const hash = call.createSha256();
  const texts = createTextItems(call.source);
  let dropped = 0;
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of call.sources.stream(call.source, file.name)) {
      hash.update(chunk);
      yield chunk;
    }
  }
  for await (const batch of cellsOf(call, unpacked(hashed(), file.name), file.name)) {
    await call.turn();
    for (const cells of batch) {
      const item = itemOfCells(cells, call.config);
      if (item === null) dropped++;
      else texts.add(item);
    }
  }
  return { items: texts.items, dropped, sources: [{ ...file, sha256: hash.digest() }] };
}

async function* tableCells({ config }: Call, chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<readonly Cells[]> {
  let header: readonly string[] | null = null;
  for await (const batch of csvRecords(asUtf8(decoded(chunks, file, config.encoding as Encoding)), file, 'auto')) {
    const rows = header === null ? batch.slice(1) : batch;
    if (header === null && batch[0] !== undefined) {
      header = batch[0];
      checkColumns(header, config, file);
    }
    const names = header ?? [];
    yield rows.map(row => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
  }
}

async function* jsonCells({ config }: Call, chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<readonly Cells[]> {
  let line = 0;
  for await (const batch of linesOf(decoded(chunks, file, config.encoding as Encoding), file)) {
    const rows: Cells[] = [];
    for (const text of batch) {
      line++;
      if (text.trim() === '') continue;
      const cells = cellsOfJson(text, `${file}:${line}`);
      if (line === 1) checkColumns(Object.keys(cells), config, file);
      rows.push(cells);
    }
    yield rows;
  }
}

/** What is no text or number in it is left out. */
function cellsOfJson(text: string, place: string): Cells {
  const value = parsed(text);
  if (!isObject(value)) throw invalidInput('One JSON object a line is required, but this line is none', { path: place });
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, cell]) => (['string', 'number', 'boolean'].includes(typeof cell) ? [[name, String(cell)]] : [])),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
