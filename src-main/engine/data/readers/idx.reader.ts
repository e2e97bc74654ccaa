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
  matches: ['-ubyte', '.ubyte', '-ubyte.gz', '.ubyte.gz'],
  async read(call) {
    const { folder, names, images } = await look(call.sources, call.source);
    const chosen = images === null ? names.filter(name => IMAGES.test(name)) : [images];
    if (chosen.length === 0) {
      throw invalidInput(
        `A file named like 'train-images-idx3-ubyte' is required, got ${names.slice(0, 5).join(', ') || 'an empty folder'}`,
        { path: call.source },
      );
    }
    const pairs = chosen.map(name => pairOf(name, names, chosen.length === 1 ? call.config.labels : undefined));
    pairs.sort((a, b) => Number(a.test) - Number(b.test) || (a.images < b.images ? -1 : 1));
    const read = [];
    for (const pair of pairs) read.push(await readIdxPair(call, folder, pair));
    return imageData(read, { classes: call.config.classes ?? null, sources: read.flatMap(part => part.sources) });
  },
});

/** A source that is one file lists itself; its labels lie beside it, so the folder is looked at instead. */
async function look(
  sources: SourceFiles,
  source: string,
): Promise<{ readonly folder: string; readonly names: readonly string[]; readonly images: string | null }> {
  const names = (await sources.list(source)).map(file => file.name);
  const cut = Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\'));
  const last = source.slice(cut + 1);
  const isFile = names.length === 1 && (names[0] === last || names[0] === '' || names[0] === source);
  if (!isFile) return { folder: source, names, images: null };
  const folder = source.slice(0, Math.max(cut, 1));
  return { folder, names: (await sources.list(folder)).map(file => file.name), images: last };
}

function pairOf(images: string, names: readonly string[], given: string | undefined): IdxPair {
  const base = images.split(/[\\/]/).at(-1) ?? images;
  const test = TEST.test(base);
  const wanted = given === undefined ? labelNames(images) : [given];
  const labels = wanted.find(name => names.includes(name));
  if (labels !== undefined) return { images, labels, test };
  const near = closest(
    wanted[0] ?? '',
    names.filter(name => name !== images),
  );
  throw invalidInput(`The labels of ${images} are required in ${wanted.map(name => `'${name}'`).join(' or ')}, but there is no such file`, {
    path: 'labels',
    hint: near === null ? 'Name the file with labels: …' : `Did you mean '${near}'?`,
  });
}

function labelNames(images: string): string[] {
  const match = IMAGES.exec(images);
  if (match === null) return [images.replace(/images/, 'labels').replace(/idx[34]/, 'idx1')].filter(name => name !== images);
  const [, prefix, before, after, packed = ''] = match;
  const plain = `${prefix}labels${before}idx1${after}ubyte`;
  return packed === '' ? [plain, `${plain}.gz`] : [`${plain}.gz`, plain];
}
