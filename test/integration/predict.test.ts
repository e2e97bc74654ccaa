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

it(
  'labels are told by the thresholds chosen on validation items where that is asked for, by the same ones as an evaluation',
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder();
    const tags = (i: number): string => [...(i % 5 === 0 ? ['rare'] : []), ...(i % 2 === 0 ? ['even'] : [])].join('|');
    writeFileSync(
      join(folder, 'rows.csv'),
      ['x,z,tags', ...Array.from({ length: 120 }, (_, i) => `${i % 5},${i % 7},${tags(i)}`)].join('\n'),
    );
    writeFileSync(join(folder, 'new.csv'), ['x,z', ...Array.from({ length: 35 }, (_, i) => `${i % 5},${i % 7}`)].join('\n'));
    const items = {
      do: 'import-data',
      source: join(folder, 'rows.csv'),
      kind: 'table',
      label: 'tags',
      task: 'labels',
      splits: { validation: 0.3 },
    };
    const net = { do: 'train', data: 'items', model: { preset: 'mlp', hidden: [4] }, epochs: 2, batchSize: 16 };
    const judged = { do: 'evaluate', model: 'net', split: 'test', thresholds: 'validation' };
    const recipe = recipeFile(folder, { items, net, judged });
    const workspace = ['--workspace', join(folder, 'ws'), '--json'];
    const { evaluation } = resultOf(await startCli(['run', recipe, ...workspace]).ended).steps['judged']!.output as unknown as {
      readonly evaluation: { readonly labels: readonly { readonly name: string; readonly threshold: number }[] };
    };
    const answers = async (...more: string[]): Promise<readonly Answer[]> => {
      const own = ['--format', 'jsonl', '--directory', join(folder, 'out'), ...more];
      expect((await startCli(['predict', 'net', join(folder, 'new.csv'), ...workspace, ...own]).ended).code).toBe(0);
      const lines = readFileSync(join(folder, 'out', 'new.jsonl'), 'utf8')
        .trim()
        .split('\n');
      return lines.map(line => JSON.parse(line) as Answer);
    };
    const [plain, chosen] = [await answers(), await answers('--thresholds', 'validation')];
    const told = (of: readonly Answer[]) => of.map(({ answer }) => answer);
    const by = (limitOf: (label: { readonly name: string; readonly threshold: number }) => number) =>
      plain.map(({ probabilities }) =>
        evaluation.labels.filter(label => probabilities[label.name]! >= limitOf(label)).map(({ name }) => name),
      );
    expect(told(plain)).toEqual(by(() => 0.5));
    expect(told(chosen)).toEqual(by(({ threshold }) => threshold));
    expect(told(chosen)).not.toEqual(told(plain));
  },
);

interface Answer {
  readonly answer: readonly string[];
  readonly probabilities: Readonly<Record<string, number>>;
}
