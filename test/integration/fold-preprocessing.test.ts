import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrossValidationReport } from '../../src-shared/domain/cross-validation.ts';
import type { DataRef } from '../../src-shared/domain/dataset.ts';
import type { ShrinkCard } from '../../src-shared/domain/shrink-card.ts';
import type { FilesOutput, PredictionsOutput, ReportOutput } from '../../src-shared/domain/step-output.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { cli, recipeFile, resultOf } from '../support/cli.ts';

const MINUTES = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'espalier-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows with gaps, long tails, dates, an order and towns, of which each tells something of the class. */
function table(rows: number): string {
  const random = createRandom(5);
  const lines = Array.from({ length: rows }, (_, row) => {
    const kind = row % 2;
    const gap = row % 7 === 0 ? '' : (random.nextNormal() + kind).toFixed(3);
    const tail = Math.exp(random.nextNormal() + 0.8 * kind).toFixed(3);
    const town = `town${Math.floor(random.next() * 6) * 2 + (random.next() < 0.7 ? kind : 1 - kind)}`;
    const day = `2024-${String(1 + Math.floor(random.next() * 12)).padStart(2, '0')}-1${row % 9}`;
    return [gap, tail, ['small', 'medium', 'large'][Math.floor(random.next() * 2) + kind], town, day, kind === 0 ? 'no' : 'yes'].join();
  });
  return ['gap,tail,size,town,day,y', ...lines].join('\n');
}

function texts(rows: number): string {
  const random = createRandom(6);
  const words = (kind: number): string =>
    Array.from({ length: 6 }, () => `word${2 * Math.floor(random.next() * 10) + (random.next() < 0.8 ? kind : 1 - kind)}`).join(' ');
  return Array.from({ length: rows }, (_, row) => JSON.stringify({ text: words(row % 2), label: ['no', 'yes'][row % 2] })).join('\n');
}

const columns = { tail: { kind: 'quantile' }, size: { kind: 'ordinal' }, town: { kind: 'target' } };
const splits = { validation: 0.2, test: 0.2 };
const SOURCES = {
  table: { file: 'rows.csv', text: table(400), import: { kind: 'table', label: 'y', columns }, model: { preset: 'mlp', hidden: [8] } },
  text: {
    ...{ file: 'texts.jsonl', text: texts(300), import: { kind: 'text', length: 8, atLeast: 1 } },
    model: { preset: 'bag-of-embeddings', units: 4 },
  },
} as const;

const MADE = ['judged', 'compared', 'fused', 'files', 'fusedFiles', 'small', 'onward', 'pruned', 'told', 'asked'];

interface Made {
  readonly card?: ShrinkCard;
  readonly summary: { readonly validation: { readonly accuracy: number } };
  readonly data: DataRef;
  readonly crossValidation: CrossValidationReport;
}

describe.each(Object.entries(SOURCES))('an ensemble whose members each fitted a %s for themselves', (kind, source) => {
  let steps: ReturnType<typeof resultOf>['steps'];
  const made = (step: string): Made => steps[step]!.output as unknown as Made;
  beforeAll(async () => {
    writeFileSync(join(folder, source.file), source.text);
    const folds = { do: 'cross-validate', data: 'rows', model: source.model, folds: { k: 3, seed: 2 }, epochs: 12, batchSize: 16 };
    const recipe = recipeFile(
      folder,
      {
        rows: { do: 'import-data', source: join(folder, source.file), ...source.import, splits },
        ensemble: { ...folds, yields: 'ensemble' },
        refit: { ...folds },
        judged: { do: 'evaluate', model: 'ensemble', split: 'test' },
        compared: { do: 'compare', models: ['ensemble', 'refit'], split: 'test' },
        fused: { do: 'fuse', members: ['ensemble', 'refit'], method: { kind: 'average' } },
        files: { do: 'export', model: 'ensemble', formats: ['onnx', 'capsule'] },
        fusedFiles: { do: 'export', model: 'fused', formats: ['onnx'] },
        small: { do: 'squash', model: 'ensemble', student: source.model, epochs: 12, batchSize: 16 },
        onward: { do: 'train', data: 'rows', model: 'ensemble', epochs: 1, batchSize: 16 },
        pruned: { do: 'prune', model: 'ensemble', target: { sparsity: 0.5 }, schedule: { kind: 'one-shot' }, fineTune: { epochs: 1 } },
        told: { do: 'predict', model: 'ensemble', data: 'rows' },
        asked: { do: 'predict', model: 'ensemble', source: join(folder, source.file) },
      },
      kind,
    );
    steps = resultOf(await cli('run', recipe, '--workspace', join(folder, kind), '--engine', 'wasm', '--json')).steps;
  }, 6 * MINUTES);

  it('warns of nothing, and its members are as good where they did not look', () => {
    expect(made('ensemble').crossValidation.warnings).toEqual([]);
    expect(made('ensemble').data.inputs?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(made('refit').data.inputs).toBeUndefined();
    expect(made('ensemble').summary.validation.accuracy).toBeGreaterThan(0.65);
    // Folds that fit for themselves in either way: the same members.
    expect(made('ensemble').crossValidation.outOfFold.hash).toBe(made('refit').crossValidation.outOfFold.hash);
  });

  it('is a model like any other: judged, compared, fused, exported, trained on, pruned, a teacher', () => {
    for (const step of MADE) expect([step, steps[step]?.state]).toEqual([step, 'succeeded']);
    const { report } = steps['compared']!.output as unknown as ReportOutput;
    expect(report.models.map(({ evaluation }) => evaluation.metrics['accuracy']!.value > 0.65)).toEqual([true, true]);
    for (const step of ['files', 'fusedFiles']) {
      const { files } = steps[step]!.output as unknown as FilesOutput;
      for (const { verification } of files) expect(verification.maxDifference).toBeLessThanOrEqual(verification.tolerance);
    }
    expect(made('fused').summary.validation.accuracy).toBeGreaterThan(0.65);
    expect(made('small').data.inputs).toBeUndefined();
    // Beside each other, though they take other inputs of the same items.
    const { before, after } = made('small').card!;
    expect([before, after].map(({ verification }) => verification.disagreements)).toEqual([0, 0]);
    expect(1 - before.quality!.estimate.value).toBeCloseTo(made('ensemble').summary.validation.accuracy, 6);
    expect(1 - after.quality!.estimate.value).toBeCloseTo(made('small').summary.validation.accuracy, 6);
    expect(after.parameters).toBeLessThan(before.parameters);
    expect(made('pruned').data).toEqual(made('ensemble').data);
  });

  it('answers to new rows as to those of the data', () => {
    const answersIn = (step: string): readonly Record<string, string>[] => {
      const { file } = steps[step]!.output as unknown as PredictionsOutput;
      const [head = '', ...lines] = readFileSync(file.path, 'utf8').trim().split('\n');
      return lines.map(line => Object.fromEntries(line.split(',').map((cell, i) => [head.split(',')[i] ?? '', cell])));
    };
    const [told, asked] = [answersIn('told'), answersIn('asked')];
    expect(asked.length).toBeGreaterThan(told.length);
    const same = told.filter(row => asked[Number(row['item'])]?.['answer'] === row['answer']).length;
    expect(same / told.length).toBeGreaterThan(0.97);
  });
});
