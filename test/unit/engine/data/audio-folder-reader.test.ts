import { describe, expect, it } from 'vitest';
import { importDataset, type ImportRequest } from '../../../../src-main/engine/data/import-dataset.ts';
import { loadDataset } from '../../../../src-main/engine/data/load-dataset.ts';
import { audioFolder } from '../../../../src-main/engine/data/readers/audio-folder.reader.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../support/memory-files.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';
import { toneOf, wavOf } from '../../../support/sounds.ts';

const SPEAKERS = ['ann', 'bo', 'cy'];
const recordings = Object.fromEntries(
  [400, 900].flatMap(hertz =>
    SPEAKERS.flatMap(speaker => [0, 1, 2, 3].map(take => [`${hertz}_${speaker}_${take}.wav`, wavOf(toneOf(hertz, take))] as const)),
  ),
);

const DEFAULTS = {
  names: '{class}_{speaker}_{take}',
  loudness: false,
  sampleRate: 8000,
  seconds: 0.1,
  features: { kind: 'log-mel', bands: 8 },
};

async function imported(params: object = {}, splits: object = {}, files: Readonly<Record<string, Uint8Array | string>> = recordings) {
  const config = parseParams(audioFolder.params, { ...DEFAULTS, ...params }, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const request: ImportRequest = {
    name: 'tones',
    source: '/tones',
    reader: { id: 'audio-folder', params: config.value },
    splits: { validation: 0.25, stratify: true, seed: 1, ...splits },
  };
  const artifacts = memoryArtifacts();
  const ports = { sources: memorySources({ '/tones': files }), artifacts, createSha256, turn: async () => {} };
  const { manifest, manifestRef } = await importDataset(request, ports);
  return { manifest, artifacts, data: await loadDataset(manifestRef.hash, artifacts) };
}

describe('a folder of recordings', () => {
  it('becomes spectrograms of the training part’s mean 0 and deviation 1 in every band', async () => {
    const { data, manifest } = await imported();
    expect(data.inputShape).toEqual([7, 8, 1]);
    expect(manifest.target.classes).toEqual(['400', '900']);
    const { inputs } = data.gather(
      'train',
      Uint32Array.from({ length: data.count('train') }, (_, i) => i),
    );
    for (let band = 0; band < 8; band++) {
      const values = inputs.filter((_, i) => i % 8 === band);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(mean)).toBeLessThan(1e-5);
      expect(Math.abs(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length - 1)).toBeLessThan(1e-4);
    }
  });

  it('keeps what it says with the data: all that a recording goes through', async () => {
    const { manifest } = await imported();
    expect(manifest.preprocessing.map(step => step.kind)).toEqual(['sound', 'standardise']);
    expect(manifest.preprocessing[0]).toMatchObject({ sampleRate: 8000, seconds: 0.1, features: { kind: 'log-mel', bands: 8 } });
  });

  it('keeps the recordings as they were heard, item by item', async () => {
    const { manifest, artifacts } = await imported();
    const { file, shape, sampleRate } = manifest.listen!;
    expect({ shape, sampleRate }).toEqual({ shape: [24, 800], sampleRate: 8000 });
    const samples = new Int16Array((await artifacts.read(file.hash)).slice().buffer);
    const first = toneOf(400, 0);
    expect(Math.max(...first.map((value, i) => Math.abs(value - samples[i]! / 32_768)))).toBeLessThan(1e-4);
  });

  it('evens out how loud recordings are, where it is asked to', async () => {
    const quiet = Object.fromEntries(
      Object.keys(recordings).map(name => [name, wavOf(toneOf(Number(name.slice(0, 3))).map(value => value / 10))]),
    );
    const { manifest, artifacts } = await imported({ loudness: true }, {}, quiet);
    const heard = new Int16Array((await artifacts.read(manifest.listen!.file.hash)).slice().buffer);
    expect(Math.max(...heard.subarray(0, 800).map(Math.abs))).toBe(32_767);
  });

  it('takes the named files for the test part', async () => {
    const { manifest, data } = await imported({ testFiles: ['*_cy_*'] });
    expect(data.count('test')).toBe(8);
    expect(manifest.sources[0]?.name).toBe('400_ann_0.wav');
  });

  it('keeps speakers together, beside a test part of its own too', async () => {
    for (const testFiles of [[], ['*_0.wav']]) {
      const { data } = await imported(
        { testFiles },
        { groupBy: 'speaker', validation: 0.34, ...(testFiles.length === 0 ? { test: 0.34 } : {}) },
      );
      const speakersOf = (split: 'train' | 'validation') => new Set([...data.itemsOf(split)].map(item => data.groups?.of[item]));
      expect(data.groups?.names).toEqual(SPEAKERS);
      expect([...speakersOf('train')].filter(speaker => speakersOf('validation').has(speaker))).toEqual([]);
    }
  });

  it('reads classes, splits and groups from a list', async () => {
    const lines = Object.keys(recordings).map(
      (name, i) => `${name},${name.startsWith('4') ? 'low' : 'high'},${i % 3 === 0 ? 'test' : 'train'},${i % 2}`,
    );
    const files = { ...recordings, 'list.csv': `file,class,split,room\n${lines.join('\n')}` };
    const { data, manifest } = await imported({ names: undefined, list: 'list.csv' }, { groupBy: 'room', validation: 0.5 }, files);
    expect(manifest.target.classes).toEqual(['high', 'low']);
    expect(data.count('test')).toBe(8);
    expect(data.groups?.names).toEqual(['0', '1']);
  });

  it('takes parts of a file that a list names, and the list called list.csv without being told', async () => {
    const long = Float32Array.from([
      ...toneOf(400, 0),
      ...toneOf(900, 0),
      ...toneOf(400, 1),
      ...toneOf(900, 1),
      ...toneOf(400, 2),
      ...toneOf(900, 2),
    ]);
    const lines = [0, 1, 2, 3, 4, 5].map(i => `all.wav,${i % 2 === 0 ? 'low' : 'high'},${i / 10},0.1`);
    const files = { 'all.wav': wavOf(long), 'list.csv': `file,class,start,seconds\n${lines.join('\n')}` };
    const { manifest, artifacts } = await imported({ names: undefined }, { validation: 2, test: 2 }, files);
    const heard = new Int16Array((await artifacts.read(manifest.listen!.file.hash)).slice().buffer);
    expect(manifest.items).toBe(6);
    expect(manifest.sources.map(source => source.name)).toEqual(['list.csv', 'all.wav']);
    long.forEach((value, i) => expect(Math.abs(value - heard[i]! / 32_768)).toBeLessThan(1e-4));
    const outside = { ...files, 'list.csv': `${files['list.csv']}\nall.wav,low,9,0.1` };
    expect((await rejectionOf(imported({ names: undefined }, {}, outside))).message).toContain('starts at 9');
  });

  it('lists unreadable files up to the stated share, and refuses more', async () => {
    const broken = { ...recordings, '400_ann_9.wav': 'no sound' };
    const { manifest } = await imported({ unreadable: 0.05 }, {}, broken);
    expect(manifest.items).toBe(24);
    expect(manifest.warnings[0]).toContain("'400_ann_9.wav' is left out");
    const refused = await rejectionOf(imported({ unreadable: 0.05 }, {}, { ...broken, '400_ann_8.wav': 'nor here' }));
    expect(refused.message).toContain('At most 1 of the 26 files may be unreadable');
  });

  it('refuses a folder without recordings, and recordings of one class', async () => {
    expect((await rejectionOf(imported({}, {}, { 'a.txt': 'a' }))).message).toContain('WAV, FLAC, MP3 or Ogg');
    expect((await rejectionOf(imported({}, {}, { '4_a_1.wav': wavOf(toneOf(4)) }))).message).toContain('At least 2 classes');
  });
});
