/** SpamAssassin by 5 folds: words, a bag of embeddings and a small convolution over them. Bars: 97 % right, F1 of spam 0.95. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../../../src-main/app/environment.ts';
import { loadDataset } from '../../../src-main/engine/data/load-dataset.ts';
import { decodeOutOfFold } from '../../../src-main/engine/evaluation/cross-validation/predictions-file.ts';
import { createArtifactFiles } from '../../../src-main/platform/artifact-files.ts';
import type { CrossValidationReport } from '../../../src-shared/domain/cross-validation.ts';
import { resultOf, startCli } from '../../support/cli.ts';
import { percent, type BenchOptions } from '../fusion/bench-part.ts';

const NETWORKS = ['bag-of-embeddings', 'text-cnn'];

export async function bench({ folder, seeds, quick }: BenchOptions): Promise<void> {
  for (const preset of NETWORKS) for (const seed of seeds) await benchNetwork(preset, seed, { folder, quick });
}

async function benchNetwork(preset: string, seed: number, { folder, quick }: Pick<BenchOptions, 'folder' | 'quick'>): Promise<void> {
  const steps = {
    mails: {
      ...{ do: 'import-data', source: 'builtin:spam-assassin', vocabulary: 20_000, length: 400 },
      splits: { train: quick ? 600 : 6046, validation: 0, test: 0, seed: 3 },
    },
    folds: {
      ...{ do: 'cross-validate', data: 'mails', model: { preset }, folds: { k: 5, seed: 9 }, epochs: quick ? 1 : 10, batchSize: 64 },
      ...{ optimizer: { kind: 'adam', learningRate: 0.003 }, schedule: { kind: 'cosine' }, augment: [{ kind: 'word-dropout', rate: 0.1 }] },
    },
  };
  const recipe = join(folder, `text-${preset}-${seed}.json`);
  writeFileSync(recipe, JSON.stringify({ espalier: 1, name: 'text', seed, steps }));
  const workspace = join(folder, 'workspace');
  const done = await startCli(['run', recipe, '--workspace', workspace, '--json'], { ESPALIER_ENGINES: readEnvironment().enginesFolder })
    .ended;
  if (done.code !== 0) throw new Error(`${preset} failed: ${done.error || JSON.stringify(resultOf(done))}`);
  const output = resultOf(done).steps['folds']?.output as unknown as { readonly crossValidation: CrossValidationReport };
  const { accuracy, f1 } = await figuresOf(workspace, output.crossValidation);
  console.log(`  ${preset}, seed ${seed}: ${percent(accuracy)} right (wanted 97 %), F1 of spam ${f1.toFixed(4)} (wanted 0.95)`);
}

/** Over all items, each answered by the member that had not seen it. */
async function figuresOf(
  workspace: string,
  { outOfFold }: CrossValidationReport,
): Promise<{ readonly accuracy: number; readonly f1: number }> {
  const artifacts = createArtifactFiles(join(workspace, 'artifacts'));
  const { data: hash, items, width, outputs } = decodeOutOfFold(await artifacts.read(outOfFold.hash));
  const data = await loadDataset(hash, artifacts);
  const spam = data.manifest.target.classes.indexOf('spam');
  const { targets } = data.gatherItems(items);
  let [right, hits, answered, actual] = [0, 0, 0, 0];
  targets.forEach((target, i) => {
    const row = [...outputs.subarray(i * width, (i + 1) * width)];
    const answer = row.indexOf(Math.max(...row));
    right += Number(answer === target);
    hits += Number(answer === spam && target === spam);
    answered += Number(answer === spam);
    actual += Number(target === spam);
  });
  return { accuracy: right / items.length, f1: (2 * hits) / (answered + actual) };
}
