import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import type { FoundSource } from '../engine/data/reader.ts';
import { glimpseSource, type GlimpseQuestion } from '../engine/data/glimpse-source.ts';
import { isArchive, withArchives } from '../platform/archives/archive-sources.ts';
import { createLocalFiles } from '../platform/local-files.ts';
import { createSha256 } from '../platform/sha256.ts';
import { createSourceFiles } from '../platform/source-files.ts';

/** Longer than this nobody looks at a form. */
const MOST_MS = 20_000;
/** An archive is unpacked whole before it is looked at. */
const MOST_PACKED_BYTES = 64 * 2 ** 20;

/** As `glimpseSource`, of this machine's disk. Throws `invalid-input` also for what can't be looked at within seconds. */
export async function glimpse({ builtin, ...wanted }: GlimpseQuestion): Promise<FoundSource | null> {
  const { source } = wanted;
  if (isArchive(source) && (await bytesOf(source)) > MOST_PACKED_BYTES) throw tooLong(source);
  const folder = await mkdtemp(join(tmpdir(), 'espalier-glimpse-'));
  const until = performance.now() + MOST_MS;
  const turn = async (): Promise<void> => {
    await new Promise(resolve => setImmediate(resolve));
    if (performance.now() > until) throw tooLong(source);
  };
  try {
    const sources = withArchives(createSourceFiles(builtin), { folder: join(folder, 'unpacked'), turn });
    return await glimpseSource(wanted, { sources, createSha256, local: createLocalFiles(sources, folder), turn });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bytesOf(path: string): Promise<number> {
  return stat(path).then(
    found => (found.isFile() ? found.size : 0),
    () => 0,
  );
}

function tooLong(path: string): Error {
  return invalidInput('A source that can be looked at within seconds is required for a preview, but this one takes longer', {
    path,
    hint: 'Go on without it: the import reads it all.',
  });
}
