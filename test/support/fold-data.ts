import { importDataset } from '../../src-main/engine/data/import-dataset.ts';
import { loadDataset, type LoadedDataset } from '../../src-main/engine/data/load-dataset.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { createSha256, memoryArtifacts, memorySources } from './memory-files.ts';
import { tableReader } from './table-params.ts';

export interface FoldTable {
  readonly rows: number;
  readonly splits?: Readonly<Record<string, unknown>>;
}

/** Rows of three noisy classes (a: half, b: a third, c: a sixth), of people who have up to seven rows each. */
export async function foldData({ rows, splits = {} }: FoldTable): Promise<{ readonly data: LoadedDataset; readonly hash: string }> {
  const random = createRandom(8);
  const lines = Array.from({ length: rows }, (_, i) => {
    const kind = ['a', 'a', 'a', 'b', 'b', 'c'][i % 6]!;
    const at = (name: string): string => (random.nextNormal() * 0.6 + (kind === name ? 2 : 0)).toFixed(4);
    return `${at('a')},${at('b')},${at('c')},p${Math.floor(Math.sqrt(i * 9))},${kind}`;
  });
  const sources = memorySources({ '/csv': { 't.csv': `u,v,w,person,kind\n${lines.join('\n')}` } }, 4096);
  const artifacts = memoryArtifacts();
  const request = {
    name: 'people',
    source: '/csv/t.csv',
    reader: tableReader({ label: 'kind', ignore: ['person'] }),
    splits: { validation: 0.2, test: 0.2, stratify: true, seed: 1, ...splits },
  };
  const { manifestRef } = await importDataset(request, { sources, artifacts, createSha256, turn: async () => {} });
  return { data: await loadDataset(manifestRef.hash, artifacts), hash: manifestRef.hash };
}
