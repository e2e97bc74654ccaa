/** 50,000 generated JPEGs of 64 × 64 imported. Bars on two cores: 2,000 a second, less than 1 GiB in the process that reads. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { BenchOptions } from '../fusion/bench-part.ts';
import { measureImport } from './measure-import.ts';

const FILES = { whole: 50_000, quick: 5_000 } as const;
const CLASSES = 10;
const SIZE = 64;
/** Of a small picture that is drawn larger: smooth, as photos are. */
const GRAIN = 8;

export async function bench({ folder, quick }: Pick<BenchOptions, 'folder' | 'quick'>): Promise<void> {
  const files = quick ? FILES.quick : FILES.whole;
  const source = join(folder, `pictures-${files}`);
  if (!existsSync(source)) await generate(source, files);
  const step = { do: 'import-data', source, kind: 'image-folder', splits: { validation: 0.1, test: 0.1, seed: 1 } };
  const { seconds, cpuSeconds, peakBytes } = await measureImport(step, folder);
  const gibibytes = (peakBytes / 2 ** 30).toFixed(2);
  console.log(
    `  ${files} JPEGs of ${SIZE} × ${SIZE}: ${seconds.toFixed(1)} s, ${Math.round(files / seconds)} a second (wanted 2000), ${gibibytes} GiB (wanted 1); ` +
      `${cpuSeconds.toFixed(1)} s of computing, ${Math.round((2 * files) / cpuSeconds)} a second where two cores do nothing else`,
  );
}

/** A folder a class, whole or not there. */
async function generate(source: string, files: number): Promise<void> {
  const unfinished = `${source}-unfinished`;
  for (let label = 0; label < CLASSES; label++) mkdirSync(join(unfinished, `class${label}`), { recursive: true });
  const random = createRandom(7).split('pictures');
  for (let number = 0; number < files; number++) {
    const pixels = Uint8Array.from({ length: GRAIN * GRAIN * 3 }, () => random.nextUint32() & 255);
    const jpeg = await sharp(pixels, { raw: { width: GRAIN, height: GRAIN, channels: 3 } })
      .resize(SIZE, SIZE)
      .jpeg()
      .toBuffer();
    writeFileSync(join(unfinished, `class${number % CLASSES}`, `${number}.jpg`), jpeg);
  }
  renameSync(unfinished, source);
}
