import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { modelReaders } from '../../src-main/engine/imports/readers/index.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { fixtureBytes, hostileFiles } from '../support/hostile-models.ts';
import { modelFixtures } from '../support/model-fixtures.ts';
import { mutated } from '../support/mutate.ts';

/** Files of weights beside a network, changed as it is. */
const BESIDE = ['variables/variables.index', 'variables/variables.data-00000-of-00001'];

/**
 * Mutated files over the readers of models: `npm run bench:imports -- [COUNT] [SEED] [READER]`. Every file must be read, or refused by an error
 * value, within 2 s. HDF5 is left out: its library runs files from outside in a process that can be ended, and in no other.
 */
const COUNT = Number(process.argv[2] ?? 10_000);
const SEED = Number(process.argv[3] ?? 1);
/** Of the readers, all without it. */
const ONLY = process.argv[4];
const LONGEST_MS = 2000;

const files = modelFixtures.flatMap(({ file }) => {
  const reader = modelReaders.all.find(({ matches }) => matches.some(ending => file.endsWith(ending)));
  return reader === undefined || reader.id.startsWith('keras') || (ONLY ?? reader.id) !== reader.id
    ? []
    : [{ reader, file, bytes: fixtureBytes(file) }];
});

const random = createRandom(SEED).split('import-fuzz');
const outcome = { read: 0, refused: 0, bugs: 0, slow: 0, longestMs: 0, mostMb: 0 };
for (let i = 0; i < COUNT; i++) {
  const { reader, file, bytes } = files[i % files.length]!;
  const whole = file.includes('/') ? ([null, ...BESIDE][Math.floor(random.next() * 3)] ?? null) : null;
  const changed = whole === null ? mutated(bytes, random) : bytes;
  const hostile = hostileFiles(changed);
  const beside = (name: string): Promise<Uint8Array> => {
    if (!file.includes('/') || !BESIDE.includes(name)) return hostile.beside(name);
    const own = fixtureBytes(join(dirname(file), name));
    return Promise.resolve(name === whole ? mutated(own, random) : own);
  };
  const start = performance.now();
  try {
    await reader.read({ ...hostile, beside }, { inputShape: null, output: null, structure: null });
    outcome.read++;
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'invalid-input') outcome.refused++;
    else {
      outcome.bugs++;
      console.log(`${file}, number ${i}:`, thrown);
    }
  }
  const spentMs = performance.now() - start;
  if (spentMs > LONGEST_MS) outcome.slow++;
  outcome.longestMs = Math.max(outcome.longestMs, Math.round(spentMs));
  outcome.mostMb = Math.max(outcome.mostMb, Math.round(process.memoryUsage().rss / 1e6));
}
console.log(`${COUNT} files from ${files.length}, seed ${SEED}:`, JSON.stringify(outcome));
process.exitCode = outcome.bugs + outcome.slow === 0 ? 0 : 1;
