import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { importDataset } from '../../../../src-main/engine/data/import-dataset.ts';
import { imageFolder } from '../../../../src-main/engine/data/readers/image-folder.reader.ts';
import type { ReadingJournal } from '../../../../src-main/engine/data/reader.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../support/memory-files.ts';

const FILES = 30;
let files: Readonly<Record<string, Uint8Array>>;

beforeAll(async () => {
  const drawn = Array.from({ length: FILES }, async (_, i) => {
    const pixels = new Uint8Array(3 * 4 * 3).fill(8 * i);
    const png = await sharp(pixels, { raw: { width: 4, height: 3, channels: 3 } })
      .png()
      .toBuffer();
    return [`${i % 2 === 0 ? 'a' : 'b'}/${String(i).padStart(2, '0')}.png`, new Uint8Array(png)] as const;
  });
  files = Object.fromEntries(await Promise.all(drawn));
});

async function imported(journal: Partial<ReadingJournal> & { readonly turns?: number } = {}, from = files) {
  const config = parseParams(imageFolder.params, { unreadable: 0.1 }, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const request = { name: 'pictures', source: '/p', reader: { id: 'image-folder', params: config.value } };
  const artifacts = memoryArtifacts();
  let turns = 0;
  const { manifest, manifestRef } = await importDataset(
    { ...request, splits: { validation: 0, test: 0, stratify: true, seed: 1 } },
    {
      ...{ sources: memorySources({ '/p': from }, 4096), artifacts, createSha256 },
      journal: { resumeFrom: null, due: () => true, save: async () => {}, ...journal },
      turn: async () => {
        if (++turns > (journal.turns ?? Infinity)) throw new Error('killed');
      },
    },
  );
  return { hash: manifestRef.hash, pixels: await artifacts.read(manifest.input.file.hash) };
}

/** What a reading that ends after so many files has saved, as it comes back from the disk. */
async function savedBefore(turns: number): Promise<TensorFile> {
  const saved: Uint8Array[] = [];
  const save = async (done: TensorFile): Promise<void> => void saved.push(encodeTensorFile(done));
  await expect(imported({ save, turns })).rejects.toThrow('killed');
  return decodeTensorFile(saved.at(-1)!);
}

describe('an import of pictures that was interrupted', () => {
  it('goes on to the same data set, wherever it stood', async () => {
    const undisturbed = await imported();
    for (const turns of [2, 15, 29]) expect(await imported({ resumeFrom: await savedBefore(turns) })).toEqual(undisturbed);
  });

  it('does not unpack again what was saved, and unpacks a file anew that changed meanwhile', async () => {
    const saved = await savedBefore(20);
    const marked = { ...saved, tensors: { pixels: { ...saved.tensors['pixels']!, values: saved.tensors['pixels']!.values.map(() => 7) } } };
    const [first = '', second = ''] = Object.keys(files).sort();
    const { pixels } = await imported({ resumeFrom: marked }, { ...files, [first]: files['b/29.png']! });
    expect([...pixels.subarray(0, 36)]).toEqual(Array.from({ length: 36 }, () => 8 * 29));
    expect([...pixels.subarray(36, 72)]).toEqual(Array.from({ length: 36 }, () => 7));
    expect(second).toBe('a/02.png');
    expect([...pixels.subarray(-36)]).toEqual(Array.from({ length: 36 }, () => 8 * 29));
  });

  it('writes a few times what there is and not the whole for every file', async () => {
    let rows = 0;
    let times = 0;
    const save = async ({ tensors }: TensorFile): Promise<void> => {
      rows += tensors['pixels']!.shape[0] ?? 0;
      times++;
    };
    await imported({ save });
    expect(times).toBeGreaterThan(3);
    expect(rows).toBeLessThan(6 * FILES);
  });

  it('takes no notice of a snapshot of something else', async () => {
    const { hash } = await imported({ resumeFrom: { metadata: { kind: 'trained' }, tensors: {} } });
    expect(hash).toBe((await imported()).hash);
  });
});
