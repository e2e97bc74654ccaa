import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recipeFile, resultOf, startCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const rows = Array.from({ length: 60 }, (_, i) => `${i % 2 === 0 ? i : -i},${i % 2 === 0 ? 'up' : 'down'}`);

it('a trained model answers for a new file from the command line, and anew once the file has changed', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'rows.csv'), ['x,y', ...rows].join('\n'));
  writeFileSync(join(folder, 'new.csv'), 'x\n30\n-30\n');
  const net = {
    do: 'train',
    data: 'rows',
    model: { preset: 'mlp', hidden: [4] },
    epochs: 60,
    batchSize: 10,
    optimizer: { kind: 'adam', learningRate: 0.05 },
  };
  const recipe = recipeFile(folder, { rows: { do: 'import-data', source: join(folder, 'rows.csv'), label: 'y' }, net });
  const workspace = ['--workspace', join(folder, 'ws'), '--json'];
  expect((await startCli(['run', recipe, ...workspace]).ended).code).toBe(0);
  const predict = async () => {
    const ended = await startCli(['predict', 'net', join(folder, 'new.csv'), ...workspace, '--directory', join(folder, 'out')]).ended;
    return resultOf(ended).steps['new'] as unknown as { readonly reused: boolean; readonly output: { readonly items: number } };
  };
  const first = await predict();
  expect(first.output).toMatchObject({ kind: 'predictions', items: 2, unreadable: 0, counts: { up: 1, down: 1 } });
  const lines = readFileSync(join(folder, 'out', 'new.csv'), 'utf8').split('\r\n');
  expect(lines[0]).toBe('item,y,probability,p(down),p(up),problem');
  expect(lines[1]).toMatch(/^new\.csv:1,up,/);
  expect(lines[2]).toMatch(/^new\.csv:2,down,/);
  writeFileSync(join(folder, 'new.csv'), 'x\n30\n-30\n20\n');
  expect((await predict()).output.items).toBe(3);
});
