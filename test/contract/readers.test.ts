import { readdirSync } from 'node:fs';
import { encode as encodeBmp } from 'bmp-ts';
import { describe, expect, it } from 'vitest';
import { importDataset, type ImportRequest } from '../../src-main/engine/data/import-dataset.ts';
import { loadDataset } from '../../src-main/engine/data/load-dataset.ts';
import { readers } from '../../src-main/engine/data/readers/index.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { SPLITS } from '../../src-shared/domain/dataset.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { npyOf } from '../support/npy.ts';
import { idxImages, idxLabels } from '../support/idx.ts';
import { createSha256, memoryArtifacts, memorySources } from '../support/memory-files.ts';
import { toneOf, wavOf } from '../support/sounds.ts';

const labels = Array.from({ length: 30 }, (_, i) => i % 3);
const images = { 'train-images-idx3-ubyte': idxImages(labels.map((_, i) => i)), 'train-labels-idx1-ubyte': idxLabels(labels) };
const test = { 't10k-images-idx3-ubyte': idxImages([1, 2, 3]), 't10k-labels-idx1-ubyte': idxLabels([0, 1, 2]) };
/** 2 × 2, of one grey. */
const pictureOf = (grey: number): Uint8Array =>
  new Uint8Array(encodeBmp({ data: Buffer.alloc(16, grey), bitPP: 24, width: 2, height: 2 }).data);
const folders = {
  'builtin:mnist': { ...images, ...test },
  '/idx': images,
  '/tones': Object.fromEntries(labels.map((label, i) => [`${'abc'[label]}/${i}.wav`, wavOf(toneOf(300 + 200 * label, i))])),
  '/pictures': Object.fromEntries(labels.map((label, i) => [`${'abc'[label]}/${i}.bmp`, pictureOf(40 * label + i)])),
  '/texts': Object.fromEntries(labels.map((label, i) => [`${'abc'[label]}/${i}.txt`, `word ${'xyz'[label]} and number${i}`])),
  '/arrays': {
    'x.npy': npyOf(
      '<f4',
      [30, 2],
      labels.flatMap((label, i) => [label + i / 7, (i * 5) % 11]),
    ),
    'y.npy': npyOf('<i8', [30], labels),
  },
  '/table': { 'rows.csv': `x,c,y\n${labels.map((label, i) => `${(i * 5) % 11},${'abc'[i % 3]},${label}`).join('\n')}` },
};

/** One source per reader; a reader without an entry fails the suite. */
const CASES: Readonly<Record<string, { readonly source: string; readonly params: Readonly<Record<string, unknown>> }>> = {
  builtin: { source: 'builtin:mnist', params: {} },
  idx: { source: '/idx', params: {} },
  'audio-folder': { source: '/tones', params: { seconds: 0.1, sampleRate: 8000, features: { kind: 'log-mel', bands: 8 } } },
  'image-folder': { source: '/pictures', params: {} },
  numpy: { source: '/arrays', params: {} },
  text: { source: '/texts', params: { length: 5, atLeast: 1 } },
  table: { source: '/table/rows.csv', params: { label: 'y' } },
};

it('every reader file is registered', () => {
  const folder = new URL('../../src-main/engine/data/readers/', import.meta.url);
  const files = readdirSync(folder).flatMap(file => (file.endsWith('.reader.ts') ? file.replace('.reader.ts', '') : []));
  expect(readers.all.map(reader => reader.id).sort()).toEqual(files.sort());
});

describe.each(readers.all)('reader $id', reader => {
  const { source, params } = CASES[reader.id] ?? { source: 'none', params: {} };
  const config = parseParams(reader.params, params, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const request: ImportRequest = {
    name: 'case',
    source,
    reader: { id: reader.id, params: config.value },
    splits: { validation: 6, stratify: true, seed: 5 },
  };
  const ports = () => ({ sources: memorySources(folders), artifacts: memoryArtifacts(), createSha256, turn: async () => {} });

  it('is plain data apart from its functions, so that a form can be sent it', () => {
    const { id, title, help, source: from, params: specs, revision, matches } = reader;
    const data = { id, title, help, from, specs, revision, matches };
    expect(structuredClone(data)).toEqual(data);
    expect(from).not.toBe('');
    expect(matches.length).toBeGreaterThan(0);
  });

  it('gives one finite input of the stated shape and one target of a stated class per item', async () => {
    const used = ports();
    const { manifestRef, summary } = await importDataset(request, used);
    const data = await loadDataset(manifestRef.hash, used.artifacts);
    const width = data.inputShape.reduce((product, n) => product * n, 1);
    for (const split of SPLITS) {
      const count = data.count(split);
      expect(count).toBe(summary.splits[split] ?? 0);
      const { inputs, targets } = data.gather(
        split,
        Uint32Array.from({ length: count }, (_, i) => i),
      );
      expect(inputs).toHaveLength(count * width);
      expect(inputs.every(Number.isFinite)).toBe(true);
      expect(targets.every(target => target >= 0 && target < data.outputs)).toBe(true);
    }
  });

  it('names every file it read with size and hash', async () => {
    const { manifest } = await importDataset(request, ports());
    expect(manifest.sources.length).toBeGreaterThan(0);
    for (const file of manifest.sources) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('stops when the turn throws', async () => {
    const stopping = { ...ports(), turn: () => Promise.reject(new DOMException('stop', 'AbortError')) };
    await expect(importDataset(request, stopping)).rejects.toThrow('stop');
  });

  it('fits nothing on items outside the training part', async () => {
    const data = await reader.read({ ...ports(), source, config: config.value });
    const some = data.encode(Uint32Array.of(0, 1, 2, 4));
    const others = data.encode(Uint32Array.of(0, 1, 2, 4));
    expect(some.preprocessing).toEqual(others.preprocessing);
    if (some.kind !== 'image') expect(data.encode(Uint32Array.of(5, 9, 10, 12)).preprocessing).not.toEqual(some.preprocessing);
  });
});
