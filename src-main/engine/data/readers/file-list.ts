import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { CLASS, splitOfName, type LabelledFile } from '../labelled-files.ts';
import type { SourceEntry } from '../ports.ts';
import type { ReaderCall } from '../reader.ts';
import type { SourceTally } from '../source-tally.ts';
import { csvRecords } from './csv-records.ts';

/** A parameter that readers of folders have. */
export const LIST_PARAM = {
  kind: 'text',
  label: 'List',
  help: 'A CSV file in the folder with the columns file and class; split names train, validation or test, start and seconds a part of the file, others can keep items together. Left out: list.csv, where there is one.',
  pattern: '.+\\.(csv|tsv)',
  patternHelp: 'a CSV or TSV file',
  optional: true,
} as const;

const MAX_LIST_BYTES = 256 * 2 ** 20;
const FILE = 'file';
const SPLIT = 'split';
const START = 'start';
const SECONDS = 'seconds';
/** The list of a folder that is not told to have one. */
export const USUAL_LIST = 'list.csv';

interface ListOptions {
  /** Name of the list within the source. */
  readonly list: string;
  readonly tally: SourceTally;
}

/** The files that a list names, in its order. Throws `invalid-input` for a file that isn't there, comes twice whole, or has no class. */
export async function labelByList(
  call: ReaderCall<unknown>,
  files: readonly SourceEntry[],
  { list, tally }: ListOptions,
): Promise<LabelledFile[]> {
  const bytes = await call.sources.read(call.source, list, MAX_LIST_BYTES);
  tally.add(list, bytes);
  const known = new Map(files.map(file => [file.name, file]));
  const labelled: LabelledFile[] = [];
  let header: readonly string[] | null = null;
  for await (const batch of csvRecords(once(bytes), list, 'auto')) {
    await call.turn();
    for (const record of batch) {
      if (header === null) header = checkedHeader(record, list);
      else labelled.push(fileOf(record, header, { known, place: `${list}:${labelled.length + 2}` }));
    }
  }
  if (labelled.length === 0) throw invalidInput('A list with at least one file is required, but it has none', { path: list });
  return labelled;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function checkedHeader(record: readonly string[], list: string): readonly string[] {
  for (const name of [FILE, CLASS])
    if (!record.includes(name))
      throw invalidInput(`A list must have the columns '${FILE}' and '${CLASS}', but has ${record.join(', ')}`, { path: `${list}:1` });
  return record;
}

interface ListPlace {
  /** Files that no line has named whole yet. */
  readonly known: Map<string, SourceEntry>;
  readonly place: string;
}

function fileOf(record: readonly string[], header: readonly string[], { known, place }: ListPlace): LabelledFile {
  const cells = Object.fromEntries(header.map((name, i) => [name, record[i] ?? '']));
  const {
    [FILE]: path = '',
    [CLASS]: label = '',
    [SPLIT]: split = '',
    [START]: start = '',
    [SECONDS]: seconds = '',
    ...attributes
  } = cells;
  const name = path.replaceAll('\\', '/').replace(/^\.\//, '');
  const file = known.get(name);
  if (file === undefined) throw invalidInput(`A file of the folder that no earlier line names is required, got '${name}'`, { path: place });
  if (label === '') throw invalidInput('Every file of a list needs a class, but this line has none', { path: place });
  const named = splitOfName(split);
  if (split !== '' && named === null) throw invalidInput(`A split is train, validation or test, got '${split}'`, { path: place });
  const labelled = { ...file, label, attributes, split: named };
  if (start === '' && seconds === '') {
    known.delete(name);
    return labelled;
  }
  return { ...labelled, part: partOf(start, seconds, place) };
}

function partOf(start: string, seconds: string, place: string): { readonly start: number; readonly seconds: number } {
  const part = { start: Number(start === '' ? 0 : start), seconds: Number(seconds) };
  if (part.start >= 0 && part.seconds > 0 && Number.isFinite(part.start + part.seconds)) return part;
  throw invalidInput(`A part of a file has a start from 0 and more than 0 seconds, got '${start}' and '${seconds}'`, { path: place });
}
