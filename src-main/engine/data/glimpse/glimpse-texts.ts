import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { labelByFolder } from '../labelled-files.ts';
import type { SourceEntry } from '../ports.ts';
import type { FoundSource, ReaderCall } from '../reader.ts';
import { decodeText, type Encoding } from '../text/decode-text.ts';
import { isRecordFile, recordBatches, type Cells } from '../text/record-batches.ts';
import { cutText, LOOKED_ROWS, plainColumns, shownRows, sizeOf } from './glimpse-columns.ts';
import { glimpseFiles } from './glimpse-files.ts';

const MAX_FILE_BYTES = 16 * 2 ** 20;
const SHOWN_TEXT = 160;

type Call = ReaderCall<{ readonly encoding?: string }>;

/** Texts of one file by its first records, those of a folder by their files. Throws `invalid-input` for what the reader would refuse of them. */
export async function glimpseTexts(call: Call): Promise<FoundSource> {
  const files = await call.sources.list(call.source);
  const [only] = files;
  if (only === undefined) throw invalidInput('Files with texts are required, but the folder is empty', { path: call.source });
  if (files.length === 1 && isRecordFile(only.name)) return glimpseRecords(call, only);
  const { encoding = 'auto' } = call.config;
  return glimpseFiles(labelByFolder(files), async ({ name }) => {
    const bytes = await call.sources.read(call.source, name, MAX_FILE_BYTES);
    return { text: cutText(decodeText(bytes, name, encoding as Encoding).trim(), SHOWN_TEXT) };
  });
}

async function glimpseRecords({ source, sources, config, turn }: Call, file: SourceEntry): Promise<FoundSource> {
  const { encoding = 'auto' } = config;
  const records: Cells[] = [];
  const wanted = { encoding: encoding as Encoding, check: () => undefined };
  for await (const batch of recordBatches(sources.stream(source, file.name), file.name, wanted)) {
    await turn();
    records.push(...batch.slice(0, LOOKED_ROWS - records.length));
    if (records.length >= LOOKED_ROWS) break;
  }
  const names = [...new Set(records.flatMap(cells => Object.keys(cells)))];
  const rows = records.map(cells => names.map(name => cells[name] ?? ''));
  return {
    ...sizeOf([file]),
    columns: plainColumns(names),
    // A table's header names all; another object a line may say more.
    areAllColumns: !/\.(jsonl|ndjson)(\.gz)?$/i.test(file.name),
    ...shownRows({ names, rows }),
    classes: [],
    samples: [],
  };
}
