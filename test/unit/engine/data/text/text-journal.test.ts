import { describe, expect, it } from 'vitest';
import { importDataset } from '../../../../../src-main/engine/data/import-dataset.ts';
import { text } from '../../../../../src-main/engine/data/readers/text.reader.ts';
import type { ReadingJournal } from '../../../../../src-main/engine/data/reader.ts';
import { createCatalog } from '../../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../../src-shared/domain/params/parse-params.ts';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../../../../src-shared/lib/tensor-file.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../../support/memory-files.ts';
import { rejectionOf } from '../../../../support/rejection-of.ts';

const ROWS = Array.from({ length: 4000 }, (_, i) => ({
  text: i % 50 === 7 ? '' : `satz "${i}",\r\nüber ${i % 13} 猫`,
  label: i % 3 === 0 ? 'up' : 'down',
  author: `a${i % 40}`,
}));
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const FILES = {
  'rows.jsonl': ROWS.map(row => JSON.stringify(row)).join('\n\n'),
  'rows.csv': ['text,label,author', ...ROWS.map(row => [quoted(row.text), row.label, row.author].join())].join('\r\n'),
} as const;

async function imported(name: string, content: string, journal: Partial<ReadingJournal> = {}): Promise<string> {
  const config = parseParams(text.params, { length: 6, atLeast: 1 }, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const { manifestRef } = await importDataset(
    {
      ...{ name: 'texts', source: '/t', reader: { id: 'text', params: config.value } },
      splits: { validation: 0.2, test: 0.1, stratify: true, seed: 1 },
    },
    {
      ...{ sources: memorySources({ '/t': { [name]: content } }, 8192), artifacts: memoryArtifacts(), createSha256 },
      journal: { resumeFrom: null, due: () => true, save: async () => {}, ...journal },
      turn: async () => {},
    },
  );
  return manifestRef.hash;
}

/** The third time something is kept, the process ends. */
async function interrupted(name: keyof typeof FILES): Promise<TensorFile> {
  const kept: Uint8Array[] = [];
  const save = async (file: TensorFile): Promise<void> => {
    kept.push(encodeTensorFile(file));
    if (kept.length === 3) throw new Error('killed');
  };
  await expect(imported(name, FILES[name], { save })).rejects.toThrow('killed');
  return decodeTensorFile(kept[2]!);
}

describe.each(['rows.jsonl', 'rows.csv'] as const)('texts of %s that are read in parts', name => {
  it('go on behind what was kept, and give the same data set', async () => {
    const kept = await interrupted(name);
    expect(Number(kept.metadata['records'])).toBeGreaterThan(100);
    expect(Number(kept.metadata['records'])).toBeLessThan(ROWS.length / 2);
    const whole = await imported(name, FILES[name]);
    expect(await imported(name, FILES[name], { resumeFrom: kept })).toBe(whole);
    // What was kept is not read again: changed there, it is changed in the data set.
    const items = kept.tensors['items']!;
    const changed = new TextEncoder().encode(new TextDecoder().decode(items.values as Uint8Array).replace('über 1 ', 'unter 1 '));
    expect(changed).toHaveLength(items.values.length);
    const tampered = { ...kept, tensors: { ...kept.tensors, items: { ...items, values: changed } } };
    expect(await imported(name, FILES[name], { resumeFrom: tampered })).not.toBe(whole);
  });

  it('begin anew where the file is another one by now', async () => {
    const kept = await interrupted(name);
    const other = FILES[name].replace('über 1 ', 'unter 1 ');
    expect(await imported(name, other, { resumeFrom: kept })).toBe(await imported(name, other));
  });
});

it('a row that is bad behind what was passed over is told by its own line', async () => {
  const kept = await interrupted('rows.csv');
  const bad = `${FILES['rows.csv']}\r\na,b,c,d`;
  const sha256 = createSha256();
  sha256.update(new TextEncoder().encode(bad));
  const resumeFrom = { ...kept, metadata: { ...kept.metadata, sha256: sha256.digest() } };
  const anew = await rejectionOf(imported('rows.csv', bad));
  expect(anew.message).toMatch(/must have 3 columns, as the header, but line \d+ has 4/);
  expect(await rejectionOf(imported('rows.csv', bad, { resumeFrom }))).toEqual(anew);
});
