import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFolder } from '../source-files.ts';
import { ARCHIVE_LIMITS, createArchiveTarget, type ArchiveLimits } from './archive-target.ts';
import { unpackTar } from './unpack-tar.ts';
import { unpackZip } from './unpack-zip.ts';

const ZIP = /\.zip$/i;
const TAR = /\.(tar|tar\.gz|tgz)$/i;

export interface ArchiveOptions {
  /** Where what came out lies, in a folder for each archive. Not there before and not needed after. */
  readonly folder: string;
  readonly limits?: ArchiveLimits;
  /** Called before every file; may throw to stop. */
  turn(): Promise<void>;
}

/** Whether a source's name is that of an archive. */
export function isArchive(source: string): boolean {
  return ZIP.test(source) || TAR.test(source);
}

/** Sources, and archives among them as if they were the folder they hold: unpacked at the first question. */
export function withArchives(sources: SourceFolder, { folder, limits = ARCHIVE_LIMITS, turn }: ArchiveOptions): SourceFolder {
  const unpacked = new Map<string, Promise<string>>();
  const placeOf = (source: string): Promise<string> | string => {
    if (!isArchive(source)) return source;
    const place = unpacked.get(source) ?? unpack(source, join(folder, String(unpacked.size)), { limits, turn });
    unpacked.set(source, place);
    return place;
  };
  return {
    list: async source => sources.list(await placeOf(source)),
    read: async (source, name, maxBytes) => sources.read(await placeOf(source), name, maxBytes),
    async *stream(source, name) {
      yield* sources.stream(await placeOf(source), name);
    },
    pathOf: async (source, name) => sources.pathOf(await placeOf(source), name),
  };
}

async function unpack(
  archive: string,
  folder: string,
  { limits, turn }: Pick<Required<ArchiveOptions>, 'limits' | 'turn'>,
): Promise<string> {
  const found = await stat(archive).catch(() => null);
  // A folder of that name, or nothing at all: the sources know what to say.
  if (found?.isFile() !== true) return archive;
  await rm(folder, { recursive: true, force: true });
  const target = createArchiveTarget({ folder, archive, packedBytes: found.size, limits, turn });
  await (ZIP.test(archive) ? unpackZip : unpackTar)(archive, archive, target);
  return withoutWrapping(folder);
}

/** A folder that is around everything says nothing. */
async function withoutWrapping(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const [only] = entries;
  return entries.length === 1 && only?.isDirectory() === true ? withoutWrapping(join(folder, only.name)) : folder;
}
