import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { LocalFiles, SourceFiles } from '../data/ports.ts';
import { MAX_FILE_BYTES, type ModelFiles, type ModelReader } from './model-reader.ts';
import { modelReaders } from './readers/index.ts';

export interface FindingPorts {
  readonly sources: SourceFiles;
  readonly local?: LocalFiles;
}

/**
 * The file of a source that is opened, and what reads it: the one asked for, or the first whose endings fit. In a folder
 * there must be one such file. Throws `invalid-input` with the kinds that are known.
 */
export async function findModelFile(
  source: string,
  format: string | null,
  ports: FindingPorts,
): Promise<{ readonly reader: ModelReader; readonly files: ModelFiles }> {
  const entries = await ports.sources.list(source);
  const readers = format === null ? modelReaders.all : [modelReaders.require(format)];
  const [first] = entries;
  if (format !== null && entries.length === 1 && first !== undefined) return opened(source, first.name, readers[0]!, ports);
  for (const reader of readers) {
    const found = entries.filter(({ name }) => fits(reader, name));
    const top = found.filter(({ name }) => !name.includes('/'));
    const chosen = found.length > 1 ? top : found;
    if (chosen.length > 1)
      throw invalidInput(`One file of a network is required, the source has ${chosen.map(({ name }) => name).join(', ')}`, {
        path: 'source',
        hint: 'Point at one of them.',
      });
    if (chosen[0] !== undefined) return opened(source, chosen[0].name, reader, ports);
  }
  const known = readers.flatMap(({ matches }) => matches).join(', ');
  throw invalidInput(`A file of a network (${known}) is required, got ${first?.name ?? 'an empty folder'}`, { path: 'source' });
}

function fits({ matches }: ModelReader, name: string): boolean {
  const lower = name.toLowerCase();
  return matches.some(ending => lower.endsWith(ending));
}

async function opened(source: string, name: string, reader: ModelReader, { sources, local }: FindingPorts) {
  const bytes = await sources.read(source, name, MAX_FILE_BYTES);
  const files: ModelFiles = {
    name: name.split('/').at(-1) ?? name,
    bytes,
    beside: async wanted => {
      const { root, inside } = await folderOf(source, name, sources);
      return sources.read(root, `${inside}${wanted}`, MAX_FILE_BYTES);
    },
    path: async () => (local === undefined ? null : local.pathOf(source, name)),
  };
  return { reader, files };
}

/** A source that is the file itself has its neighbours in the folder it lies in. */
async function folderOf(source: string, name: string, sources: SourceFiles): Promise<{ readonly root: string; readonly inside: string }> {
  const folder = name.includes('/') ? `${name.slice(0, name.lastIndexOf('/'))}/` : '';
  const entries = await sources.list(source);
  const isFile = entries.length === 1 && new RegExp(`[\\\\/]${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`).test(source);
  return isFile ? { root: source.replace(/[\\/][^\\/]+$/, ''), inside: '' } : { root: source, inside: folder };
}
