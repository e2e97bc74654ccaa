import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { checkSourceOf, type RawImport } from '../../src-main/services/source-glimpses.ts';
import { checkSourceHere } from '../../src-main/workers/check-source.ts';
import type { SourceCheck } from '../../src-shared/domain/source-check.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const catalog = createCatalog();

/** As the wizard asks, of a workspace with this table. */
function check(csv: string, raw: Partial<RawImport> = {}): Promise<SourceCheck> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.csv'), csv);
  return checkSourceOf(
    { catalog, workspaceFolder: folder, askSourceCheck: question => checkSourceHere({ ...question, builtin: {} }) },
    { source: 'a.csv', kind: 'table', label: 'kind', ...raw },
  );
}

const leftOver = (): readonly string[] => readdirSync(tmpdir()).filter(name => name.startsWith(`espalier-source-${process.pid}-`));

const row = (i: number): string => `${i},${(i * 7919) % 1000},${'ab'[i % 2]}`;
const table = (rows: readonly string[]): string => ['size,weight,kind', ...rows].join('\n');
const rows = Array.from({ length: 300 }, (_, i) => row(i));

describe('an import tried out', () => {
  it('tells the splits, the classes and that nothing comes twice, and leaves nothing behind', async () => {
    const { summary, balance, duplicates } = await check(table(rows), { splits: { validation: 0.2, test: 0.1 } });
    expect(summary).toMatchObject({ items: 300, task: 'classes', splits: { train: 210, validation: 60, test: 30 } });
    expect(balance).toMatchObject({ kind: 'classes', classes: ['a', 'b'] });
    expect(duplicates).toMatchObject({ items: 300, groups: 0, across: [] });
    expect(leftOver()).toEqual([]);
  });

  it('finds what a model would have seen before it is judged, and columns that tell the answer', async () => {
    const twice = [...rows, ...rows].map(line => `${line.slice(0, -2)},${line.endsWith('a') ? 'yes' : 'no'}${line.slice(-2)}`);
    const { summary, duplicates } = await check(['size,weight,told,kind', ...twice].join('\n'));
    expect(duplicates).toMatchObject({ items: 600, groups: 300, duplicated: 600 });
    expect(duplicates.across.map(({ from, to }) => `${from} ${to}`)).toEqual(['train validation', 'train test', 'validation test']);
    expect(summary.warnings.join('\n')).toContain("'told'");
  });

  it('refuses wrong fields, what the import would, and paths that are not its own', async () => {
    expect(await rejectionOf(check(table(rows), { splits: { validation: 'seven' } }))).toMatchObject({ code: 'invalid-input' });
    expect(await rejectionOf(check(table(rows), { label: 'colour' }))).toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining("'colour'") as string,
    });
    expect(await rejectionOf(check(table(rows), { source: join(tmpdir(), 'elsewhere.csv') }))).toMatchObject({ code: 'invalid-input' });
    expect(leftOver()).toEqual([]);
  });

  it('removes what a process that was killed has left', async () => {
    // No process has such a number.
    const left = join(tmpdir(), 'espalier-source-4194999-abc');
    mkdirSync(left, { recursive: true });
    await check(table(rows));
    expect(readdirSync(tmpdir())).not.toContain('espalier-source-4194999-abc');
  });
});
