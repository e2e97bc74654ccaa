import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { refused, type ArchiveTarget } from './archive-target.ts';

/** Files only: links, devices and pipes are left out. Throws `invalid-input` for what is damaged or cut off. */
export async function unpackTar(path: string, archive: string, target: ArchiveTarget): Promise<void> {
  const entries = extract();
  const packed = createReadStream(path);
  const into = entries as unknown as NodeJS.WritableStream;
  const reading = /gz$/i.test(path) ? pipeline(packed, createGunzip(), into) : pipeline(packed, into);
  // Seen below, by whoever reads the entries.
  reading.catch(() => null);
  try {
    for await (const entry of entries) {
      const { name, type } = entry.header;
      if ((type === 'file' || type === 'contiguous-file') && target.wants(name))
        await target.stream(name, entry as AsyncIterable<Uint8Array>);
      else entry.resume();
    }
    await reading;
  } catch (thrown) {
    entries.destroy();
    if (thrown instanceof AppFailure || isOfSystem(thrown)) throw thrown;
    throw refused(
      archive,
      `A whole tar archive is required, but it can't be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
}

/** A full disk is nothing the archive could help. */
function isOfSystem(thrown: unknown): boolean {
  return thrown instanceof Error && 'syscall' in thrown;
}
