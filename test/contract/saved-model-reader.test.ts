import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { compareWithFile } from '../../src-main/engine/imports/compare.ts';
import type { ModelFiles } from '../../src-main/engine/imports/model-reader.ts';
import { formats } from '../../src-main/engine/formats/index.ts';
import { savedModelReader } from '../../src-main/engine/imports/readers/saved-model.model-reader.ts';
import { readTable } from '../../src-main/engine/imports/saved-model/table-file.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { expectedAnswers, formatCases, randomInputs } from '../support/format-models.ts';
import { answersOf, MODEL_FOLDER, modelFixtures, readFixture } from '../support/model-fixtures.ts';
import { mutated } from '../support/mutate.ts';
import { hasNative, nativeEngine } from '../support/native-engine.ts';
import { comesBack, NO_COUNTERPART } from '../support/own-exports.ts';

const fixtures = modelFixtures.filter(({ file }) => file.endsWith('saved_model.pb'));
const INDEX = 'variables/variables.index';
const DATA = 'variables/variables.data-00000-of-00001';

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

const engines = [
  { title: 'TensorFlow.js', start: () => Promise.resolve(engine) },
  ...(hasNative ? [{ title: 'TensorFlow', start: (): Promise<Engine> => nativeEngine() }] : []),
];

describe.each(engines)('beside the file itself in $title', ({ start }) => {
  it.each(fixtures)('$name answers alike', async fixture => {
    const own = await start();
    const model = await readFixture(fixture);
    const session = await model.reference!(() => Promise.resolve(own));
    const real = new Float32Array(0);
    const found = await compareWithFile({ model, session, engine: own, real, tolerance: 1e-4, turn: () => Promise.resolve() });
    await session.close();
    expect(found.maxDifference).toBeLessThan(1e-4);
    expect(found.runtime).toMatch(/^(TensorFlow|tfjs-converter) /);
  });
});

/** Files of a fixture, of which some are others. */
function filesWith(file: string, others: Readonly<Record<string, Uint8Array>>): ModelFiles {
  const own = (name: string): Uint8Array => new Uint8Array(readFileSync(join(MODEL_FOLDER, dirname(file), name)));
  const of = (name: string): Uint8Array => others[name] ?? own(name);
  const known = [INDEX, DATA];
  return {
    name: basename(file),
    bytes: of(basename(file)),
    beside: name => (known.includes(name) ? Promise.resolve(of(name)) : Promise.reject(invalidInput(`There is no file '${name}'`))),
    path: () => Promise.resolve(null),
  };
}

const WISH = { inputShape: null, output: null, structure: null };

describe('a damaged SavedModel', () => {
  const { file } = fixtures[0]!;
  const whole = (name: string): Uint8Array => new Uint8Array(readFileSync(join(MODEL_FOLDER, dirname(file), name)));

  it.each([
    ['an index that is none', { [INDEX]: new Uint8Array(100) }, /An index of variables is required/],
    ['an index that is cut off', { [INDEX]: whole(INDEX).slice(40) }, /The index of the variables is damaged|begins with its header/],
    ['variables that are cut off', { [DATA]: whole(DATA).slice(0, 20) }, /The file of the variables has 20 bytes/],
    ['no graph', { 'saved_model.pb': new Uint8Array(0) }, /A SavedModel with a graph is required/],
  ] as const)('%s is refused', async (_title, others, says) => {
    const failure = savedModelReader.read(filesWith(file, others), WISH);
    await expect(failure).rejects.toMatchObject({ error: { code: 'invalid-input', message: expect.stringMatching(says) } });
  });

  it('a key of the index keeps what it shares with the one before', () => {
    const keys = readTable(whole(INDEX)).map(([key]) => key);
    expect(keys[0]).toBe('');
    expect(keys).toContain('_CHECKPOINTABLE_OBJECT_GRAPH');
    expect(keys.filter(key => /^_?[a-z]+\/\d+\/\.ATTRIBUTES\/VARIABLE_VALUE$/.test(key)).length).toBeGreaterThan(3);
    expect([...keys].sort()).toEqual(keys);
  });

  it('whatever is changed in any of its files, an answer or an error value comes', async () => {
    const random = createRandom(7).split('saved-model');
    for (let i = 0; i < 300; i++) {
      const name = ['saved_model.pb', INDEX, DATA][i % 3]!;
      const files = filesWith(file, { [name]: mutated(whole(name), random) });
      const thrown = await savedModelReader.read(files, WISH).then(
        () => null,
        (failure: unknown) => failure,
      );
      if (thrown !== null && !(thrown instanceof AppFailure)) throw thrown;
    }
  });
});

describe('what this program writes', () => {
  const format = formats.require('saved-model');
  const cases = formatCases.filter(one => one.formats?.includes('saved-model') ?? true);

  it('comes back with the answers it had, or is refused with what it has not', async () => {
    const refused: string[] = [];
    for (const { title, model } of cases) {
      const read = await comesBack(format, model).catch((failure: unknown) => failure);
      if (read instanceof AppFailure) {
        expect(read.error.message, title).toMatch(/without a counterpart here/);
        refused.push(title);
        continue;
      }
      const inputs = randomInputs(model, 3, 1);
      const found = await answersOf(engine, read as Awaited<ReturnType<typeof comesBack>>, {
        inputs,
        items: 3,
        inputShape: model.card.inputShape,
      });
      const expected = expectedAnswers(engine.tf, model, inputs, 3);
      const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? NaN))), 0);
      expect(worst, title).toBeLessThanOrEqual(1e-4);
    }
    // Rounding to steps is written out there.
    expect(refused.filter(title => !NO_COUNTERPART.test(title) && !title.startsWith('fake-quantise'))).toEqual([]);
    expect(refused.length).toBeLessThanOrEqual(20);
  });
});
