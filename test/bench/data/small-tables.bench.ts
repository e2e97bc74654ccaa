/**
 * Breast cancer and Wine by repeated 10-fold cross-validation, beside scikit-learn's logistic regression on the same folds (where
 * ESPALIER_PYTHON has it). Ours is a network without hidden layers, with the penalty that scikit-learn has when nothing is said: nothing
 * is chosen by looking at the folds. Bar: no more than one standard error above.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnvironment } from '../../../src-main/app/environment.ts';
import { loadDataset, type LoadedDataset } from '../../../src-main/engine/data/load-dataset.ts';
import type { Folds } from '../../../src-main/engine/evaluation/cross-validation/fold.ts';
import { decodeFolds } from '../../../src-main/engine/evaluation/cross-validation/folds-file.ts';
import { createArtifactFiles, type ArtifactFolder } from '../../../src-main/platform/artifact-files.ts';
import type { CrossValidationReport } from '../../../src-shared/domain/cross-validation.ts';
import { decodeTensorFile } from '../../../src-shared/lib/tensor-file.ts';
import { resultOf, startCli } from '../../support/cli.ts';
import { judgingPython } from '../../support/requirements.ts';
import { mean, percent, type BenchOptions } from '../fusion/bench-part.ts';

const PEER = fileURLToPath(new URL('peers/logistic.py', import.meta.url));
const FOLDS = 10;
/** A softmax over two classes has twice the weights of one logit, and half the penalty. */
const TABLES = [
  { name: 'breast-cancer', items: 569, penalties: 2 },
  { name: 'wine', items: 178, penalties: 1 },
] as const;

export async function bench({ folder, quick }: Pick<BenchOptions, 'folder' | 'quick'>): Promise<void> {
  for (const table of TABLES) await benchTable(table, { folder, repeats: quick ? 1 : 10, epochs: quick ? 5 : 100 });
}

interface TableBench {
  readonly folder: string;
  readonly repeats: number;
  readonly epochs: number;
}

async function benchTable({ name, items, penalties }: (typeof TABLES)[number], { folder, repeats, epochs }: TableBench): Promise<void> {
  const trained = items * (1 - 1 / FOLDS);
  const steps = {
    rows: { do: 'import-data', source: `builtin:${name}`, splits: { train: items, validation: 0, test: 0, seed: 1 } },
    folds: {
      ...{ do: 'cross-validate', data: 'rows', model: { preset: 'mlp', hidden: [] }, folds: { k: FOLDS, repeats, seed: 9 }, epochs },
      ...{ batchSize: 64, optimizer: { kind: 'adam', learningRate: 0.02 }, schedule: { kind: 'cosine' }, weightDecay: penalties / trained },
    },
  };
  const recipe = join(folder, `small-${name}.json`);
  writeFileSync(recipe, JSON.stringify({ espalier: 1, name: `small-${name}`, seed: 1, steps }));
  const workspace = join(folder, 'workspace');
  const environment = { ESPALIER_ENGINES: readEnvironment().enginesFolder };
  const done = await startCli(['run', recipe, '--workspace', workspace, '--json'], environment).ended;
  if (done.code !== 0) throw new Error(`${name} failed: ${done.error || JSON.stringify(resultOf(done))}`);
  const { crossValidation } = resultOf(done).steps['folds']?.output as unknown as { readonly crossValidation: CrossValidationReport };
  const { mean: ours = NaN, standardError: own = NaN } = crossValidation.metrics['error'] ?? {};
  const artifacts = createArtifactFiles(join(workspace, 'artifacts'));
  const { data: hash, folds } = decodeFolds(await artifacts.read(crossValidation.folds.file.hash));
  const peer = peerErrors(await loadDataset(hash, artifacts), await rowsOf(hash, artifacts), folds.list);
  console.log(`  ${name}, ${repeats} × ${FOLDS} folds: ${percent(ours)} wrong ± ${percent(own)}; ${peerText(ours, peer)}`);
}

function peerText(ours: number, errors: readonly number[] | null): string {
  if (errors === null) return 'no scikit-learn at ESPALIER_PYTHON';
  const theirs = mean(errors);
  const deviation = Math.sqrt(errors.reduce((sum, error) => sum + (error - theirs) ** 2, 0) / (errors.length - 1));
  const standardError = deviation / Math.sqrt(FOLDS);
  return `scikit-learn on the same folds ${percent(theirs)} ± ${percent(standardError)}, ${ours <= theirs + standardError ? 'within' : 'NOT within'} one standard error`;
}

/** Cells as they were read: what each fold standardises anew. */
async function rowsOf(hash: string, artifacts: ArtifactFolder): Promise<readonly (readonly number[])[]> {
  const { manifest } = await loadDataset(hash, artifacts);
  if (manifest.originals === undefined) throw new Error('The originals of the table are required');
  const { tensors } = decodeTensorFile(await artifacts.read(manifest.originals.hash));
  const columns = Object.keys(tensors)
    .filter(name => name.endsWith('/numbers'))
    .map(name => tensors[name]!.values);
  return Array.from({ length: manifest.items }, (_, item) => columns.map(column => column[item]!));
}

/** Null where there is no scikit-learn. */
function peerErrors(data: LoadedDataset, rows: readonly (readonly number[])[], folds: Folds['list']): readonly number[] | null {
  const labels = [...data.gatherItems(Uint32Array.from(rows.keys())).targets];
  const input = JSON.stringify({
    rows,
    labels,
    folds: folds.map(({ trained, heldOut }) => ({ trained: [...trained], heldOut: [...heldOut] })),
  });
  const { status, stdout, stderr } = spawnSync(judgingPython(), [PEER], { input, encoding: 'utf8', maxBuffer: 1e8 });
  if (status === 0) return JSON.parse(stdout) as readonly number[];
  if (!/No module named/.test(stderr)) console.log(`  the peer failed: ${stderr.split('\n').at(-2) ?? ''}`);
  return null;
}
