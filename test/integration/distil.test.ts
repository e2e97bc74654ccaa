import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DistillationReport } from '../../src-shared/domain/distillation.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS, startCli } from '../support/cli.ts';
import { childrenOf, logsOf, training } from '../support/killing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;

function errorsOf({ teacher }: DistillationReport): number | undefined {
  return teacher?.errors;
}

/** Of three that answer alike and one whose rows are in another order: by validation that one counts next to nothing. */
function expectNoSay({ teachers }: DistillationReport, name: string): void {
  expect(teachers).toHaveLength(4);
  for (const teacher of teachers) expect(teacher.weight).toBeCloseTo(teacher.name === name ? 0 : 1 / 3, 2);
}

async function toParquet(csv: string, parquet: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (SELECT * FROM read_csv('${csv}')) TO '${parquet}'`);
  connection.closeSync();
}

const { digits, dense } = SMALL_STEPS;
const student = { preset: 'mlp', hidden: [8] };
const small = { do: 'distill', teachers: ['dense'], student, epochs: 3, batchSize: 50 } as const;

describe('a distill step', { timeout: 4 * MINUTES }, () => {
  it('makes a model like any other, says what was bought, and is distilled again by squash', async () => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, {
      digits,
      dense,
      alone: { do: 'train', data: 'digits', model: student, epochs: 3, batchSize: 50, keep: 'last' },
      small: { ...small, sweep: { temperatures: [1, 4], alphas: [0.5] } },
      one: { do: 'squash', model: 'small', student: { scale: { width: 0.5 } }, epochs: 1, batchSize: 50 },
      verdict: { do: 'compare', models: ['dense', 'small', 'one'] },
      files: { do: 'export', model: 'small', formats: ['onnx', 'keras', 'tfjs'] },
    });
    const done = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
    expect(done.error).toBe('');
    const { steps } = resultOf(done);
    const report = steps['small']?.output.summary.distillation as DistillationReport;
    expect(report.sweep!.cells.map(({ temperature }) => temperature)).toEqual([1, 4]);
    expect(report.settings).toEqual(report.sweep!.chosen);
    expect(report.teachers).toMatchObject([{ name: 'dense', weight: 1, missing: [], foreign: [] }]);
    expect(report.agreement!.distilled).toBeGreaterThan(0.5);
    // The control is the very model that a train step with these settings makes.
    expect(report.alone!.file.hash).toBe(steps['alone']?.output.file.hash);
    expect(report.alone!.metrics['accuracy']).toBeCloseTo(steps['alone']?.output.summary.validation.accuracy, 9);
    expect(report.sizeRatio!.parameters).toBeLessThan(0.3);
    expect(steps['small']?.output.card.before.parameters).toBe(steps['dense']?.output.summary.size.parameters);
    const sizes = steps['verdict']?.output.report.models.map((model: { size: { parameters: number } }) => model.size.parameters);
    expect(sizes).toEqual([25_450, 6370, 3190]);
    for (const { verification } of steps['files']?.output.files) expect(verification.disagreements).toBe(0);
  });

  it('refuses a temperature of 0 with its place, a student of nothing, and labels stored for other data', async () => {
    const folder = temporaryFolder();
    const run = (steps: Readonly<Record<string, unknown>>) =>
      cli('run', recipeFile(folder, steps), '--workspace', join(folder, 'ws'), '--json');
    const cold = await run({ digits, dense, small: { ...small, loss: { kind: 'soft-targets', temperature: 0 } } });
    expect(cold.code).toBe(2);
    expect(cold.error).toMatch(/steps\.small\.loss\.temperature.*\(0, 100\]/);
    const first = resultOf(await run({ digits, dense: { ...dense, epochs: 1 }, small: { ...small, epochs: 1, control: false } }));
    const { hash } = (first.steps['small']?.output.summary.distillation as DistillationReport).softLabels;
    const others = { ...digits, splits: { train: 900, validation: 500, seed: 8 } };
    const done = await run({
      digits,
      others,
      dense: { ...dense, epochs: 1 },
      again: { ...small, epochs: 1, control: false, softLabels: hash },
      stale: { ...small, epochs: 1, control: false, data: 'others', softLabels: hash },
      shapes: { ...small, epochs: 1, control: false, loss: { kind: 'attention' } },
      narrow: { ...small, epochs: 1, control: false, student: { budget: { parameters: 100 } } },
    });
    const { again, stale, shapes, narrow } = resultOf(done).steps;
    expect(again?.output.file.hash).toBe(first.steps['small']?.output.file.hash);
    // Other students of the same teacher and data do not ask it again.
    await run({
      digits,
      dense: { ...dense, epochs: 1 },
      other: { ...small, student: { preset: 'mlp', hidden: [6] }, epochs: 1, control: false },
    });
    expect(logsOf(join(folder, 'ws'))).toContain(`The teachers' answers are those an earlier distillation stored (${hash.slice(0, 12)})`);
    expect(stale?.error).toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/Soft labels of the data .* these are of/) as string,
    });
    expect(shapes?.error).toMatchObject({ code: 'invalid-input', message: expect.stringContaining('A layer with places') as string });
    expect(narrow?.error).toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/at least \d+ parameters/) as string });
  });

  it.each([
    ['its sweep', 0.1],
    ['its own training', 0.4],
    ['that of its control', 0.85],
  ])('that is killed during %s ends with the same bits when it is run again', async (_what, share) => {
    const folder = temporaryFolder();
    const distilled = { ...small, epochs: 9, batchSize: 10, sweep: { temperatures: [1, 4], alphas: [0.5, 0.9] } };
    const recipe = recipeFile(folder, { digits, dense, small: distilled });
    const begin = (workspace: string) =>
      startCli(['run', recipe, '--workspace', join(folder, workspace), '--json'], { ESPALIER_CHECKPOINT_MS: '150' });
    const first = begin('killed');
    await first.line(training('small', share));
    childrenOf(first.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
    expect((await first.ended).code).toBe(1);
    const outputs = [await begin('killed').ended, await begin('undisturbed').ended].map(done => resultOf(done).steps['small']?.output);
    expect(outputs[0].file.hash).toBe(outputs[1].file.hash);
    const essence = ({ summary }: { summary: { distillation: DistillationReport } }) => {
      // Times differ, and the ids a workspace gives.
      const { cost: _cost, teachers, ...report } = summary.distillation;
      return { ...report, teachers: teachers.map(({ modelId: _modelId, ...teacher }) => teacher) };
    };
    expect(essence(outputs[0])).toEqual(essence(outputs[1]));
    expect(logsOf(join(folder, 'killed'))).toContain('Going on from the last checkpoint');
  });

  it('whose student is as wide as the time allows keeps the width it measured when it is killed', async () => {
    const folder = temporaryFolder();
    // So wide that its products, and not what every call costs, are its time.
    const wide = { ...dense, model: { preset: 'mlp', hidden: [1000] }, epochs: 1 };
    const distilled = { ...small, student: { budget: { latency: 0.6 } }, epochs: 6, batchSize: 10, control: false };
    const recipe = recipeFile(folder, { digits, dense: wide, small: distilled });
    const begin = () => startCli(['run', recipe, '--workspace', join(folder, 'ws'), '--json'], { ESPALIER_CHECKPOINT_MS: '100' });
    const first = begin();
    await first.line(training('small', 0.5));
    childrenOf(first.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
    expect((await first.ended).code).toBe(1);
    const { output } = resultOf(await begin().ended).steps['small']!;
    expect(logsOf(join(folder, 'ws')).match(/The student is [\d.]+ as wide as the teacher/g)).toHaveLength(1);
    const width = (output.summary.size.parameters - 10) / 795;
    expect(width).toBeGreaterThan(50);
    expect(width).toBeLessThan(950);
    expect(output.summary.speed).toMatchObject({ asked: { name: 'latency', bound: 0.6 }, isReached: true });
  });

  it('teaches what a mean of models and a cascade know', async () => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, {
      digits,
      dense,
      other: { ...dense, model: { preset: 'mlp', hidden: [24] } },
      team: { do: 'fuse', members: ['dense', 'other'], method: { kind: 'average' } },
      quick: {
        do: 'fuse',
        members: ['other', 'dense'],
        method: { kind: 'cascade', confidence: 'max-probability', target: { accuracyLoss: 0.02 } },
      },
      one: { do: 'squash', model: 'team', student: { preset: 'mlp', hidden: [16] }, epochs: 3, batchSize: 50 },
      two: { do: 'squash', model: 'quick', student: { preset: 'mlp', hidden: [16] }, epochs: 3, batchSize: 50 },
    });
    const { steps } = resultOf(await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json'));
    for (const name of ['one', 'two']) {
      expect(steps[name]?.state).toBe('succeeded');
      const report = steps[name]?.output.summary.distillation as DistillationReport;
      // Far from the teacher, it would agree with a tenth of its answers.
      expect(report.agreement!.distilled).toBeGreaterThan(0.6);
    }
  });
});

describe('a file of soft labels', { timeout: 4 * MINUTES }, () => {
  it('that a model wrote teaches as the model itself does, and is refused where data, order or numbers are others', async () => {
    const folder = temporaryFolder();
    const run = (steps: Readonly<Record<string, unknown>>) =>
      cli('run', recipeFile(folder, steps), '--workspace', join(folder, 'ws'), '--json');
    const said = { do: 'predict', model: 'dense', data: 'digits', directory: 'out' };
    const written = await run({
      digits,
      dense: { ...dense, epochs: 1 },
      soft: { ...said, format: 'npz' },
      sheet: { ...said, format: 'csv' },
    });
    expect(written.error).toBe('');
    const [npz, csv] = ['soft.npz', 'sheet.csv'].map(name => join(folder, 'ws', 'out', name)) as [string, string];
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
    const [head = '', ...rows] = lines;
    writeFileSync(join(folder, 'mixed.csv'), [head, ...rows.toReversed()].join('\n'));
    const withoutItems = (line: string): string => line.split(',').slice(1).join(',');
    writeFileSync(join(folder, 'shuffled.csv'), [head, ...rows.toReversed()].map(withoutItems).join('\n'));
    const [item, right, ...cells] = (rows[4] ?? '').split(',');
    writeFileSync(
      join(folder, 'odd.csv'),
      [head, ...rows.with(4, [item, right, '0.9', '0.9', '0.9', ...cells.slice(3)].join(','))].join('\n'),
    );
    const objects = rows.map(row => {
      const [number, , , ...shares] = row.split(',').slice(0, -1).map(Number);
      return JSON.stringify({ id: number, ...Object.fromEntries(shares.map((share, digit) => [String(digit), share])) });
    });
    writeFileSync(join(folder, 'objects.jsonl'), objects.join('\n'));
    await toParquet(join(folder, 'mixed.csv'), join(folder, 'mixed.parquet'));
    const taught = { do: 'distill', student, epochs: 2, batchSize: 50, control: false, data: 'digits' };
    const by = (source: string, more = {}) => ({ ...taught, answerFiles: [{ source, ...more }] });
    const done = await run({
      digits,
      others: { ...digits, splits: { train: 900, validation: 500, seed: 8 } },
      dense: { ...dense, epochs: 1 },
      model: { ...taught, teachers: ['dense'] },
      arrays: by(npz),
      table: by('./mixed.csv'),
      columns: by('./mixed.parquet'),
      objects: by('./objects.jsonl', { temperature: 1, madeFor: undefined }),
      both: { ...by(npz), teachers: ['dense'], combine: 'by-validation' },
      several: {
        ...taught,
        teachers: ['dense'],
        answerFiles: [npz, './mixed.parquet', './shuffled.csv'].map(source => ({ source })),
        combine: 'by-validation',
      },
      shuffled: by('./shuffled.csv'),
      odd: by('./odd.csv'),
      stale: { ...by(npz), data: 'others' },
      scaled: { ...by(npz), student: { scale: { width: 0.5 } } },
      inner: { ...by(npz), loss: { kind: 'hints' } },
      noisy: { ...by(npz), augment: [{ kind: 'noise' }], chain: { generations: 2 } },
      changed: { ...by(npz), teachers: ['dense'], augment: [{ kind: 'noise' }] },
      mixed: { ...by(npz), augment: [{ kind: 'mixup' }] },
    });
    const { steps } = resultOf(done);
    const reportOf = (step: string): DistillationReport => steps[step]?.output.summary.distillation;
    const [model, arrays] = [reportOf('model'), reportOf('arrays')];
    expect(arrays.teachers).toMatchObject([{ name: 'soft.npz', modelId: null, parameters: null, file: { name: 'soft.npz', rows: 2500 } }]);
    expect(arrays.sizeRatio).toBeNull();
    for (const report of [arrays, reportOf('table'), reportOf('columns'), reportOf('objects')]) {
      expect(report.teacher?.errors).toBe(model.teacher?.errors);
      expect(report.distilled?.metrics['logLoss']).toBeCloseTo(model.distilled?.metrics['logLoss'] ?? Number.NaN, 3);
    }
    expect(reportOf('both').teachers).toHaveLength(2);
    expectNoSay(reportOf('several'), 'shuffled.csv');
    expect(errorsOf(reportOf('several'))).toBe(errorsOf(model));
    expect(reportOf('noisy').warnings).toContainEqual({ kind: 'answers-to-unchanged', teachers: ['soft.npz'] });
    expect(reportOf('noisy').distilled).not.toEqual(arrays.distilled);
    expect(arrays.warnings).toEqual(model.warnings);
    expect(reportOf('shuffled').warnings).toMatchObject([{ kind: 'teacher-at-chance', teacher: 'shuffled.csv' }]);
    const message = (step: string): string => String(steps[step]?.error?.message);
    expect(message('odd')).toMatch(/sum to 1 are required, but those of row 5 sum to/);
    expect(message('stale')).toMatch(/Soft labels of the data .* 'soft\.npz' says it is of/);
    expect(message('scaled')).toMatch(/a network is required for a student made from it/);
    expect(message('inner')).toMatch(/a network is required where inner values/);
    expect(message('changed')).toMatch(/a network is required where .* inputs change/);
    expect(message('mixed')).toMatch(/are networks are required for mixed items/);
    // Another file under the same name is another step.
    writeFileSync(join(folder, 'mixed.csv'), [head, ...rows].join('\n'));
    expect(resultOf(await run({ digits, table: by('./mixed.csv') })).steps['table']?.reused).toBe(false);
    expect(resultOf(await run({ digits, table: by('./mixed.csv') })).steps['table']?.reused).toBe(true);
  });
});
