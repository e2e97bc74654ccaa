import { describe, expect, it } from 'vitest';
import { importDataset } from '../../../../src-main/engine/data/import-dataset.ts';
import { audioFolder } from '../../../../src-main/engine/data/readers/audio-folder.reader.ts';
import type { ReadingJournal } from '../../../../src-main/engine/data/reader.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../support/memory-files.ts';
import { toneOf, wavOf } from '../../../support/sounds.ts';

const FILES = 24;
const files: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  Array.from({ length: FILES }, (_, i) => [
    `${i % 2 === 0 ? 'a' : 'b'}/${String(i).padStart(2, '0')}.wav`,
    new Uint8Array(wavOf(toneOf(200 + 50 * i, i))),
  ]),
);

async function imported(journal: Partial<ReadingJournal> & { readonly turns?: number } = {}, from = files) {
  const config = parseParams(audioFolder.params, { seconds: 0.1, sampleRate: 8000 }, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const request = { name: 'sounds', source: '/p', reader: { id: 'audio-folder', params: config.value } };
  const artifacts = memoryArtifacts();
  let turns = 0;
  const { manifest, manifestRef } = await importDataset(
    { ...request, splits: { validation: 0.2, test: 0.2, stratify: true, seed: 1 } },
    {
      ...{ sources: memorySources({ '/p': from }, 4096), artifacts, createSha256 },
      journal: { resumeFrom: null, due: () => true, save: async () => {}, ...journal },
      turn: async () => {
        if (++turns > (journal.turns ?? Infinity)) throw new Error('killed');
      },
    },
  );
  return { hash: manifestRef.hash, values: await artifacts.read(manifest.input.file.hash) };
}

/** What a reading that ends after so many files has saved, as it comes back from the disk. */
async function savedBefore(turns: number): Promise<TensorFile> {
  const saved: Uint8Array[] = [];
  const save = async (done: TensorFile): Promise<void> => void saved.push(encodeTensorFile(done));
  await expect(imported({ save, turns })).rejects.toThrow('killed');
  return decodeTensorFile(saved.at(-1)!);
}

describe('an import of recordings that was interrupted', () => {
  it('goes on to the same data set, its sounds for listening too, wherever it stood', async () => {
    const undisturbed = await imported();
    for (const turns of [2, 12, 23]) expect(await imported({ resumeFrom: await savedBefore(turns) })).toEqual(undisturbed);
  });

  it('does not decode again what was saved, and decodes a file anew that changed meanwhile', async () => {
    const saved = await savedBefore(18);
    const { values: own } = saved.tensors['values']!;
    const marked = { ...saved, tensors: { ...saved.tensors, values: { ...saved.tensors['values']!, values: own.map(() => 7) } } };
    const [changed = '', kept = ''] = Object.keys(files).sort();
    const from = { ...files, [changed]: files['b/23.wav']! };
    const width = own.length / (saved.tensors['values']!.shape[0] ?? 1);
    const found = await imported({ resumeFrom: marked as TensorFile }, from);
    const undisturbed = await imported({}, from);
    expect(found.hash).not.toBe(undisturbed.hash);
    expect(kept).toBe('a/02.wav');
    const numbers = new Float32Array(found.values.slice().buffer);
    const [first, second, third] = [0, 1, 2].map(i => [...numbers.subarray(i * width, (i + 1) * width)]);
    expect(second).toEqual(third);
    expect(first).not.toEqual(second);
  });

  it('takes no notice of a snapshot of something else', async () => {
    const { hash } = await imported({ resumeFrom: { metadata: { kind: 'pictures' }, tensors: {} } });
    expect(hash).toBe((await imported()).hash);
  });
});
