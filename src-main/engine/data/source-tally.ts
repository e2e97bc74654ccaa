import type { DatasetManifest } from '../../../src-shared/domain/dataset.ts';
import type { CreateSha256 } from './ports.ts';

/** Files by name up to here; more are told as one, by the hash over all their hashes. */
const MOST_NAMED = 50;

/** What was read, for the manifest: every file with its hash, or all of them with one. */
export interface SourceTally {
  /** `sha256`: of the bytes, where it is known already. */
  add(name: string, bytes: Uint8Array, sha256?: string): void;
  hashOf(bytes: Uint8Array): string;
  sources(): DatasetManifest['sources'];
}

export function createSourceTally(createSha256: CreateSha256): SourceTally {
  const named: DatasetManifest['sources'][number][] = [];
  const all = createSha256();
  const encoder = new TextEncoder();
  let [count, total] = [0, 0];
  const hashOf = (bytes: Uint8Array): string => {
    const hash = createSha256();
    hash.update(bytes);
    return hash.digest();
  };
  return {
    hashOf,
    add(name, bytes, sha256 = hashOf(bytes)) {
      all.update(encoder.encode(`${sha256} ${name}\n`));
      if (count++ < MOST_NAMED) named.push({ name, bytes: bytes.length, sha256 });
      total += bytes.length;
    },
    sources: () => (count <= MOST_NAMED ? named : [{ name: `${count} files`, bytes: total, sha256: all.digest() }]),
  };
}
