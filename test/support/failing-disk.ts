import { nodeDisk, type Disk } from '../../src-main/platform/disk.ts';

/** The real disk, but its operation number `at` (from 0) fails as a full one does; half of what it was to write is there. */
export function failingDisk(at: number): Disk & { readonly calls: () => number } {
  let calls = 0;
  const step = async <T>(work: () => Promise<T>, half: () => Promise<unknown> = () => Promise.resolve()): Promise<T> => {
    if (calls++ !== at) return work();
    await half();
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  return {
    calls: () => calls,
    makeFolder: path => step(() => nodeDisk.makeFolder(path)),
    writeNew: (path, pieces) =>
      step(
        () => nodeDisk.writeNew(path, pieces),
        () => nodeDisk.writeNew(path, halves(pieces)),
      ),
    rename: (from, to) => step(() => nodeDisk.rename(from, to)),
    syncFolder: path => step(() => nodeDisk.syncFolder(path)),
    // Cleaning up needs no space.
    remove: nodeDisk.remove,
  };
}

async function* halves(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield piece.subarray(0, piece.length / 2);
}
