import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCapsule } from '../../../src-main/engine/formats/capsule/read-capsule.ts';
import { formats } from '../../../src-main/engine/formats/index.ts';
import { modelReaders } from '../../../src-main/engine/imports/readers/index.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { presetCases, type FormatCase } from '../../support/format-models.ts';
import { fixtureBytes } from '../../support/hostile-models.ts';
import { MODEL_FOLDER, modelFixtures, structureOf } from '../../support/model-fixtures.ts';

/** Files that belong together, and what reads them. */
export interface FuzzSource {
  readonly name: string;
  readonly reader: string;
  /** The first is opened, the others lie beside it. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  read(files: FuzzSource['files']): Promise<unknown>;
}

/** The networks of other libraries, and this program's own exports in every format that is read, capsules too. */
export async function fuzzSources(only?: string): Promise<readonly FuzzSource[]> {
  const sources = [...fixtures(), ...(await ownExports())];
  return sources.filter(({ reader }) => only === undefined || reader === only);
}

function fixtures(): readonly FuzzSource[] {
  return modelFixtures.flatMap(fixture => {
    const { file, inputShape, output = null, askedInputs: inputs } = fixture;
    const reader = modelReaders.all.find(({ matches }) => matches.some(ending => file.endsWith(ending)));
    if (reader === undefined) return [];
    const wish = { inputShape, inputs, output, structure: structureOf(fixture) };
    const names = file.includes('/') ? [file, ...besideOf(file)] : [file];
    const files = names.map(name => ({
      name: file.includes('/') ? name.slice(dirname(file).length + 1) : name,
      bytes: fixtureBytes(name),
    }));
    return [{ name: file, reader: reader.id, files, read: changed => reader.read(filesIn(changed), wish) }];
  });
}

/** In the folder of a SavedModel. */
function besideOf(file: string): readonly string[] {
  const folder = join(dirname(file), 'variables');
  return readdirSync(join(MODEL_FOLDER, folder)).map(name => join(folder, name));
}

async function ownExports(): Promise<readonly FuzzSource[]> {
  const wanted = formats.all.flatMap(format =>
    presetCases.filter(one => one.formats?.includes(format.id) ?? true).map(one => ({ format, one })),
  );
  const written: FuzzSource[] = [];
  for (const { format, one } of wanted) {
    const read = readsBack(format.id, one);
    if (read === null) continue;
    const files = await format.write(one.model, { name: format.id === 'tfjs' ? 'model' : 'sample', params: {} });
    written.push({ name: `${one.title} as ${format.id}`, reader: format.id, files, read });
  }
  return written;
}

function readsBack(id: string, { model }: FormatCase): FuzzSource['read'] | null {
  if (id === 'capsule') return files => Promise.resolve().then(() => readCapsule(files[0]!.bytes));
  const reader = modelReaders.get(id);
  if (reader === undefined) return null;
  const wish = { inputShape: model.card.inputShape, output: null, structure: model.graph };
  return files => reader.read(filesIn(files), wish);
}

function filesIn([first, ...others]: FuzzSource['files']) {
  return {
    ...first!,
    beside(name: string) {
      const found = others.find(file => file.name === name);
      return found === undefined ? Promise.reject(invalidInput(`There is no file '${name}'`)) : Promise.resolve(found.bytes);
    },
    path: () => Promise.resolve(null),
  };
}
