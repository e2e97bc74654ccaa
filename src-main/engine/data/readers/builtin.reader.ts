import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { closest } from '../../../../src-shared/lib/closest.ts';
import { imageData } from '../image-data.ts';
import { defineReader, type ImportedData, type ReaderCall } from '../reader.ts';
import type { InputKind } from '../../../../src-shared/domain/dataset.ts';
import { BUILTINS, type PictureSample, type TableSample } from './builtin-samples.ts';
import { readIdxPair } from './idx-files.ts';
import { table } from './table.reader.ts';

/** As a source an import can name. */
export interface DataSample {
  readonly source: string;
  readonly title: string;
  readonly holds: InputKind;
}

export function builtinSamples(): readonly DataSample[] {
  return Object.entries(BUILTINS).map(([name, { title, kind }]) => ({
    source: `builtin:${name}`,
    title,
    holds: kind === 'pictures' ? 'image' : 'table',
  }));
}

export const builtin = defineReader({
  id: 'builtin',
  title: 'Built-in data',
  help: 'A data set that comes with the program, with its own test part where it has one.',
  source: Object.entries(BUILTINS)
    .map(([name, { source }]) => `${source} (${name})`)
    .join('; '),
  params: {},
  revision: 1,
  matches: ['builtin:'],
  async read(call) {
    const sample = find(call.source);
    return sample.kind === 'pictures' ? readPictures(call, sample) : readTable(call, sample);
  },
});

async function readPictures(call: ReaderCall<unknown>, { parts, classes, package: from }: PictureSample): Promise<ImportedData> {
  const listed = await call.sources.list(call.source);
  const located = parts.map(part => ({ ...part, images: locate(part.images, listed, from), labels: locate(part.labels, listed, from) }));
  const read = [];
  for (const pair of located) read.push(await readIdxPair(call, call.source, pair));
  return imageData(read, { classes, sources: read.flatMap(part => part.sources) });
}

/** As the reader of tables reads it when only the label is told. */
function readTable(call: ReaderCall<unknown>, { label }: TableSample): Promise<ImportedData> {
  const config = {
    label,
    delimiter: 'comma',
    task: 'classes',
    separator: undefined,
    labelColumns: [],
    ignore: [],
    categories: [],
    numbers: { kind: 'standardise' },
    texts: { kind: 'one-hot' },
    columns: {},
  } as const;
  return table.read({ ...call, config });
}

function find(source: string): PictureSample | TableSample {
  const name = source.replace(/^builtin:/, '');
  const found = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(BUILTINS);
  const near = closest(name, names);
  const hint = near === null ? `There are: ${names.join(', ')}.` : `Did you mean 'builtin:${near}'?`;
  throw new AppFailure({ code: 'not-found', message: `No built-in data set is called '${name}'`, path: 'source', hint });
}

function locate(name: string, listed: readonly { readonly name: string }[], from: string): string {
  const found = listed.find(file => file.name.split(/[\\/]/).at(-1) === name);
  if (found !== undefined) return found.name;
  throw new AppFailure({
    code: 'not-found',
    message: `The npm package '${from}' must hold '${name}', but it does not`,
    path: 'source',
    hint: 'Install the dependencies again: npm ci.',
  });
}
