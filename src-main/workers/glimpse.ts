import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { glimpseSource, type GlimpseQuestion } from '../engine/data/glimpse-source.ts';
import type { FoundSource } from '../engine/data/reader.ts';
import { isArchive, withArchives } from '../platform/archives/archive-sources.ts';
import { createLocalFiles } from '../platform/local-files.ts';
import { createSha256 } from '../platform/sha256.ts';
import { createSourceFiles } from '../platform/source-files.ts';
import { forAWhile, tooLong } from './for-a-while.ts';

/** Longer than this nobody looks at a form. */
const MOST_MS = 20_000;
/** An archive is unpacked whole before it is looked at. */
const MOST_PACKED_BYTES = 64 * 2 ** 20;

/** As `glimpseSource`, of this machine's disk. Throws `invalid-input` also for what can't be looked at within seconds. */
export async function glimpse({ builtin, ...wanted }: GlimpseQuestion): Promise<FoundSource | null> {
  const { source } = wanted;
  if (isArchive(source) && (await bytesOf(source)) > MOST_PACKED_BYTES) throw tooLong(source, MOST_MS);
  return forAWhile({ source, mostMs: MOST_MS }, ({ folder, turn }) => {
    const sources = withArchives(createSourceFiles(builtin), { folder: join(folder, 'unpacked'), turn });
    return glimpseSource(wanted, { sources, createSha256, local: createLocalFiles(sources, folder), turn });
  });
}

async function bytesOf(path: string): Promise<number> {
  return stat(path).then(
    found => (found.isFile() ? found.size : 0),
    () => 0,
  );
}
