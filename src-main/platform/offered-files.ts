import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { plainBytes } from './plain-bytes.ts';

/** Ids are forgotten beyond this many, the oldest first. */
const MOST_OFFERED = 100_000;

/** Which files main was pointed at, by drops and by the system; fits the `OfferedFiles` port. */
export function createOfferedFiles(newId: () => string) {
  const paths = new Map<string, string>();
  const pathOf = (file: string): string => {
    const path = paths.get(file);
    if (path !== undefined) return path;
    throw new AppFailure({ code: 'not-found', message: `No file was offered as '${file}'`, hint: 'Drop it again.' });
  };
  return {
    async offer(path: string) {
      const found = await stat(path).catch(() => null);
      if (found?.isFile() !== true) return null;
      const file = newId();
      paths.set(file, path);
      for (const oldest of paths.keys()) {
        if (paths.size <= MOST_OFFERED) break;
        paths.delete(oldest);
      }
      return { file, name: basename(path), bytes: found.size };
    },
    async *stream(file: string): AsyncIterable<Uint8Array> {
      for await (const chunk of createReadStream(pathOf(file), { highWaterMark: 1 << 20 })) yield plainBytes(chunk as Uint8Array);
    },
    async text(file: string, maxBytes: number): Promise<string | null> {
      const handle = await open(pathOf(file));
      try {
        const { size } = await handle.stat();
        if (size > maxBytes) return null;
        return new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile());
      } catch (thrown) {
        if (thrown instanceof TypeError) return null;
        throw thrown;
      } finally {
        await handle.close();
      }
    },
  };
}
