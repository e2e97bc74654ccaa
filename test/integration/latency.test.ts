import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BatchLatency } from '../../src-shared/domain/latency.ts';
import type { FilesOutput, LatencyOutput } from '../../src-shared/domain/step-output.ts';
import { keepsBudget } from '../../src-shared/domain/export-budget.ts';
import { readCheckpoint } from '../../src-main/platform/checkpoint-files.ts';
import { recipeFile, resultOf, startCli } from '../support/cli.ts';
import { childrenOf } from '../support/killing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const rows = Array.from({ length: 80 }, (_, i) => `${i % 2 === 0 ? i : -i},${i},${i % 2 === 0 ? 'up' : 'down'}`);

/** A workspace with a trained network called `net`. */
async function trained(): Promise<readonly string[]> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'rows.csv'), ['x,y,z', ...rows].join('\n'));
  const data = { do: 'import-data', source: join(folder, 'rows.csv'), label: 'z', splits: { validation: 20, seed: 1 } };
  const net = { do: 'train', data: 'rows', model: { preset: 'mlp', hidden: [16] }, epochs: 2, batchSize: 10 };
  const workspace = ['--workspace', join(folder, 'ws'), '--json'];
  expect((await startCli(['run', recipeFile(folder, { rows: data, net }), ...workspace]).ended).code).toBe(0);
  return workspace;
}

/** What the newest checkpoint of the workspace holds of a timing. */
async function batchesKept(workspace: string): Promise<readonly BatchLatency[]> {
  const root = join(workspace, 'checkpoints');
  const folders = readdirSync(root).flatMap(key => readdirSync(join(root, key)).map(name => join(root, key, name)));
  const snapshots = await Promise.all(folders.map(readCheckpoint));
  const batches = snapshots.flatMap(({ metadata }) => (metadata['kind'] === 'latency' ? [metadata['batches'] ?? '[]'] : []));
  return JSON.parse(batches.at(-1) ?? '[]') as readonly BatchLatency[];
}

describe('the latency lab', () => {
  it('times files in their own runtimes, says which it can not, and measures again only when asked', { timeout: 180_000 }, async () => {
    const workspace = await trained();
    const ask = [
      'latency',
      'net',
      '--formats',
      'onnx,onnx:int8,tflite,tfjs,keras',
      '--batch',
      '1,64',
      '--threads',
      '1,2',
      '--seconds',
      '0.1',
    ];
    const time = async (...more: string[]) => {
      const step = resultOf(await startCli([...ask, ...workspace, ...more]).ended).steps['times'];
      return step as unknown as { readonly reused: boolean; readonly output: LatencyOutput };
    };
    const first = await time();
    const { subjects, batches, refused, split } = first.output.report;
    expect(split).toBe('validation');
    expect(subjects.map(({ format, precision, threads }) => [format, precision, threads]).slice(1)).toEqual([
      ...[1, 2].map(threads => ['onnx', null, threads]),
      ...[1, 2].map(threads => ['onnx', 'int8', threads]),
      ['tflite', null, 1],
      ['tfjs', null, 1],
    ]);
    expect(subjects.map(({ runtime }) => runtime.split(' ')[0]).slice(1)).toEqual([
      ...Array<string>(4).fill('onnxruntime'),
      'LiteRT',
      'tfjs-layers',
    ]);
    expect(subjects.at(-1)?.runtime).toContain('on wasm-');
    expect(subjects[1]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(batches.map(({ batchSize }) => batchSize)).toEqual([1, 64]);
    for (const { figures, ratios, rounds } of batches) {
      expect(rounds).toBeGreaterThanOrEqual(30);
      expect(ratios).toHaveLength(21);
      for (const { p50Ms, p95Ms, low, high } of figures) {
        expect(p50Ms).toBeGreaterThan(0);
        expect(p95Ms).toBeGreaterThanOrEqual(p50Ms);
        expect(low).toBeLessThanOrEqual(p50Ms * 1.0001);
        expect(high).toBeGreaterThanOrEqual(p50Ms * 0.9999);
      }
    }
    expect(refused).toMatchObject([{ format: 'keras', precision: null, reason: expect.stringContaining('run by others') as string }]);
    const again = await time();
    expect([again.reused, again.output]).toEqual([true, first.output]);
    const fresh = await time('--fresh');
    expect(fresh.reused).toBe(false);
    expect(fresh.output.report.batches).not.toEqual(batches);
  });

  it('fails with the reason where no file can be timed', { timeout: 120_000 }, async () => {
    const workspace = await trained();
    const ended = await startCli(['latency', 'net', '--formats', 'safetensors', ...workspace]).ended;
    expect(ended.code).toBe(1);
    expect(resultOf(ended).steps['times']?.error).toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('none can: A runtime in this program is required') as string,
    });
  });
});

it('a kill while it times loses no batch size that was done, and counts none twice', { timeout: 180_000 }, async () => {
  const workspace = await trained();
  const ask = ['latency', 'net', '--formats', 'onnx', '--batch', '1,2,4', '--seconds', '1.5', ...workspace];
  const first = startCli(ask);
  await first.line(line => line['stage'] === 'measuring' && Number(line['fraction']) > 0.3);
  childrenOf(first.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
  process.kill(first.child.pid!, 'SIGKILL');
  expect((await first.ended).code).not.toBe(0);
  const kept = await batchesKept(workspace[1]!);
  const again = startCli(ask);
  const { report } = (resultOf(await again.ended).steps['times'] as unknown as { readonly output: LatencyOutput }).output;
  expect(kept.map(({ batchSize }) => batchSize)).toEqual([1]);
  expect(report.batches[0]).toEqual(kept[0]);
  expect(report.batches.map(({ batchSize }) => batchSize)).toEqual([1, 2, 4]);
  expect(report.batches.map(({ figures }) => figures.length)).toEqual([2, 2, 2]);
});

it('an export says of each format whether it keeps a budget, by the files on the disk', { timeout: 180_000 }, async () => {
  const workspace = await trained();
  const folder = temporaryFolder();
  const formats = ['onnx', 'tfjs', 'keras'];
  const budget = { bytes: 3000, latencyMs: 1e-4 };
  const files = { do: 'export', model: 'model:net', formats, budget, directory: folder };
  const ended = await startCli(['run', recipeFile(folder, { files }), ...workspace]).ended;
  const { output } = resultOf(ended).steps['files'] as unknown as { readonly output: FilesOutput };
  const of = (format: string) => output.files.filter(file => file.format === format);
  for (const format of formats) {
    const bytes = of(format).reduce((sum, { path }) => sum + statSync(path).size, 0);
    for (const file of of(format)) {
      const [size, time] = file.budget ?? [];
      expect(size).toEqual({ measure: 'bytes', bound: 3000, found: bytes });
      expect(keepsBudget(size!)).toBe(bytes <= 3000);
      expect(time).toMatchObject({ measure: 'latencyMs', bound: 1e-4 });
      if (format === 'keras') expect(time).toMatchObject({ found: null, reason: expect.stringContaining('run by others') as string });
      else expect([keepsBudget(time!), time!.found! > 0.001, time!.interval!.length]).toEqual([false, true, 2]);
    }
  }
  expect(of('tfjs')).toHaveLength(2);
});
