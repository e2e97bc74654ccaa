import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { closest } from '../../../../src-shared/lib/closest.ts';
import { imageData } from '../image-data.ts';
import type { SourceFiles } from '../ports.ts';
import { defineReader } from '../reader.ts';
import { readIdxPair, type IdxPair } from './idx-files.ts';

const IMAGES = /^(.*)images([-.])idx[34]([-.])ubyte(\.gz)?$/;
const TEST = /(^|[^a-z0-9])(t10k|test)([^a-z0-9]|$)/i;

export const idx = defineReader({
  id: 'idx',
  title: 'IDX images',
  help: 'A folder with IDX files named as those of MNIST, or one images file with its labels file beside it.',
  source: 'Y. LeCun, C. Cortes, C. Burges: the file format of the MNIST database',
  params: {
    labels: {
      kind: 'text',
      label: 'Labels file',
      help: 'In the folder of the images; left out: by name (images → labels, idx3 → idx1).',
      optional: true,
    },
    classes: {
      kind: 'list',
      label: 'Class names',
      help: 'By label number; left out: the numbers themselves.',
      of: { kind: 'text', label: 'Name' },
      minItems: 2,
      maxItems: 256,
      optional: true,
    },
  },
  revision: 1,
  holds: 'image',
  matches: ['-ubyte', '.ubyte', '-ubyte.gz', '.ubyte.gz'],
  together: true,
  async read(call) {
    const { folder, pairs } = await findPairs(call.sources, call.source, call.config.labels);
    const read = [];
    for (const pair of pairs) read.push(await readIdxPair(call, folder, pair));
    return imageData(read, { classes: call.config.classes ?? null, sources: read.flatMap(part => part.sources) });
  },
});

interface Found {
  readonly folder: string;
  /** Training parts first, then by name. */
  readonly pairs: readonly IdxPair[];
}

/** A source that lists one file is taken for that file: alone in a folder it would lack its labels anyway. */
async function findPairs(sources: SourceFiles, source: string, labels: string | undefined): Promise<Found> {
  const names = (await sources.list(source)).map(file => file.name);
  if (names.length === 1) return besideFile(sources, source, labels);
  const images = names.filter(name => IMAGES.test(name));
  if (images.length === 0) {
    const came = names.slice(0, 5).join(', ') || 'an empty folder';
    throw invalidInput(`A file named like 'train-images-idx3-ubyte' is required, got ${came}`, { path: source });
  }
  if (labels !== undefined && images.length > 1) {
    throw invalidInput(`With 'labels' one images file is required, got ${images.join(', ')}`, {
      path: 'labels',
      hint: 'Point the source at that file.',
    });
  }
  const pairs = images.map(name => pairOf(name, name => names.includes(name), labels, names));
  return { folder: source, pairs: pairs.sort((a, b) => Number(a.test) - Number(b.test) || (a.images < b.images ? -1 : 1)) };
}

/** The folder around may be large, so it is asked for the labels by name and not listed. */
async function besideFile(sources: SourceFiles, source: string, labels: string | undefined): Promise<Found> {
  const cut = Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\'));
  const folder = source.slice(0, Math.max(cut, 1));
  const images = source.slice(cut + 1);
  const there = new Set<string>();
  for (const name of labels === undefined ? labelNames(images) : [labels]) {
    if (await exists(sources, `${folder}/${name}`)) there.add(name);
  }
  return { folder, pairs: [pairOf(images, name => there.has(name), labels, [])] };
}

async function exists(sources: SourceFiles, path: string): Promise<boolean> {
  return sources.list(path).then(
    files => files.length === 1,
    () => false,
  );
}

function pairOf(images: string, isThere: (name: string) => boolean, given: string | undefined, names: readonly string[]): IdxPair {
  const test = TEST.test(images.split('/').at(-1) ?? images);
  const wanted = given === undefined ? labelNames(images) : [given];
  const labels = wanted.find(isThere);
  if (labels !== undefined) return { images, labels, test };
  const near = closest(
    wanted[0] ?? '',
    names.filter(name => name !== images),
  );
  throw invalidInput(
    `The labels of ${images} are required in ${wanted.map(name => `'${name}'`).join(' or ') || 'a file of their own'}, but there is no such file`,
    {
      path: 'labels',
      hint: near === null ? 'Name the file with labels: …' : `Did you mean '${near}'?`,
    },
  );
}

function labelNames(images: string): string[] {
  const match = IMAGES.exec(images);
  if (match === null) return [images.replace(/images/, 'labels').replace(/idx[34]/, 'idx1')].filter(name => name !== images);
  const [, prefix, before, after, packed = ''] = match;
  const plain = `${prefix}labels${before}idx1${after}ubyte`;
  return packed === '' ? [plain, `${plain}.gz`] : [`${plain}.gz`, plain];
}
