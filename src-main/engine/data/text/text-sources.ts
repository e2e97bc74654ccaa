import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { labelByFolder, withTestFiles } from '../labelled-files.ts';
import type { SourceEntry } from '../ports.ts';
import type { ReaderCall } from '../reader.ts';
import type { DatasetManifest } from '../../../../src-shared/domain/dataset.ts';
import { createSourceTally } from '../source-tally.ts';
import { requireUnchanged } from '../unchanged.ts';
import { decodeText, type Encoding } from './decode-text.ts';
import { checkColumns, createTextItems, itemOfCells, type TextColumns, type TextItem } from './text-items.ts';
import { isRecordFile, recordBatches } from './record-batches.ts';
import { createTextJournal } from './text-journal.ts';

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

/** Texts of a table or of JSON lines, where the source is one such file; else of a folder with a folder for each class. */
export async function readTexts(call: Call): Promise<ReadTexts> {
  const files = await call.sources.list(call.source);
  const [only] = files;
  if (only === undefined) throw invalidInput('Files with texts are required, but the folder is empty', { path: call.source });
  if (files.length === 1 && isRecordFile(only.name)) return readLines(call, only);
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
    requireUnchanged(file, bytes.length);
    tally.add(file.name, bytes);
    const text = decodeText(bytes, file.name, encoding as Encoding);
    if (text.trim() === '') dropped++;
    else texts.add({ ...file, text });
  }
  return { items: texts.items, dropped, sources: tally.sources() };
}

/** What an earlier process read of the same bytes is not read again. */
async function readLines(call: Call, file: SourceEntry): Promise<ReadTexts> {
  const hash = call.createSha256();
  const texts = createTextItems(call.source);
  const hashOnce = once(() => hashOf(call, file));
  const journal = createTextJournal(call.journal);
  const earlier = await journal.earlier(hashOnce);
  for (const item of earlier?.items ?? []) texts.add(item);
  let [records, bytes] = [earlier?.records ?? 0, 0];
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of call.sources.stream(call.source, file.name)) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  const { config } = call;
  const how = {
    encoding: config.encoding as Encoding,
    check: (names: readonly string[]) => checkColumns(names, config, file.name),
    skip: records,
  };
  for await (const batch of recordBatches(hashed(), file.name, how)) {
    await call.turn();
    for (const cells of batch) {
      const item = itemOfCells(cells, call.config);
      if (item !== null) texts.add(item);
    }
    records += batch.length;
    call.progress?.(Math.min(1, bytes / file.bytes));
    await journal.keep({ items: texts.items, records }, hashOnce);
  }
  requireUnchanged(file, bytes);
  return { items: texts.items, dropped: records - texts.items.length, sources: [{ ...file, sha256: hash.digest() }] };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | null = null;
  return () => (done ??= work());
}

async function hashOf(call: Call, file: SourceEntry): Promise<string> {
  const hash = call.createSha256();
  for await (const chunk of call.sources.stream(call.source, file.name)) {
    hash.update(chunk);
    await call.turn();
  }
  return hash.digest();
}
