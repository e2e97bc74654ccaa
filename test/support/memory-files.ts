import { createHash } from 'node:crypto';
import type { ArtifactFiles, CreateSha256, SourceFiles } from '../../src-main/engine/data/ports.ts';

export const createSha256: CreateSha256 = () => {
  const hash = createHash('sha256');
  return { update: bytes => hash.update(bytes), digest: () => hash.digest('hex') };
};

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Sources in memory: folders (or `builtin:NAME`) by name, each with its files. A source that isn't a folder is a file of the
 * folder before its last slash. Streams come in chunks of `chunkBytes`.
 */
export function memorySources(
  folders: Readonly<Record<string, Readonly<Record<string, Uint8Array | string>>>>,
  chunkBytes = 7,
): SourceFiles {
  const bytesOf = (value: Uint8Array | string): Uint8Array => (typeof value === 'string' ? new TextEncoder().encode(value) : value);
  const filesOf = (source: string): Readonly<Record<string, Uint8Array>> => {
    const folder = folders[source];
    if (folder !== undefined) return Object.fromEntries(Object.entries(folder).map(([name, value]) => [name, bytesOf(value)]));
    const cut = source.lastIndexOf('/');
    const name = source.slice(cut + 1);
    const value = folders[source.slice(0, cut)]?.[name];
    if (value === undefined) throw new Error(`no source ${source}`);
    return { [name]: bytesOf(value) };
  };
  const bytesAt = (source: string, name: string): Uint8Array => {
    const bytes = filesOf(source)[name];
    if (bytes === undefined) throw new Error(`no file ${name} in ${source}`);
    return bytes;
  };
  return {
    list: async source =>
      Object.entries(filesOf(source))
        .map(([name, bytes]) => ({ name, bytes: bytes.length }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    async read(source, name, maxBytes) {
      const bytes = bytesAt(source, name);
      if (bytes.length > maxBytes) throw new Error(`${name} is over ${maxBytes} bytes`);
      return bytes;
    },
    async *stream(source, name) {
      const bytes = bytesAt(source, name);
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
  };
}

/** Content-addressed files in memory; `stored` shows what was written. */
export function memoryArtifacts(): ArtifactFiles & { readonly stored: ReadonlyMap<string, Uint8Array> } {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    async read(hash) {
      const bytes = stored.get(hash);
      if (bytes === undefined) throw new Error(`no artifact ${hash}`);
      return bytes;
    },
    async write(given) {
      const bytes = given instanceof Uint8Array ? given.slice() : await joined(given);
      const hash = sha256Of(bytes);
      stored.set(hash, bytes);
      return { hash, bytes: bytes.length };
    },
  };
}

/** Each piece may be overwritten when the next one comes. */
async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const copies: Uint8Array[] = [];
  for await (const piece of pieces) copies.push(piece.slice());
  return new Uint8Array(Buffer.concat(copies));
}
