import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { listZip, readZip } from '../lib/zip.ts';
import { MEMBERS, parseManifest, type CapsuleManifest } from './manifest.ts';

/** A capsule is stored as it is; packed once more by somebody else it may still not claim more than so many times its size. */
const MOST_GROWTH = 20;
const MAX_MANIFEST_BYTES = 64 * 2 ** 20;

export interface Capsule {
  readonly manifest: CapsuleManifest;
  readonly members: Readonly<Record<string, Uint8Array>>;
}

/** The members that a capsule always has, and those of its checks if they are there; others are not unpacked. */
export function readMembers(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const known = new Set<string>(Object.values(MEMBERS));
  const there = [...listZip(bytes)].filter(name => known.has(name));
  return readZip(bytes, [...new Set([MEMBERS.manifest, MEMBERS.model, MEMBERS.native, ...there])], bytes.length * MOST_GROWTH);
}

/**
 * A whole capsule. Throws `invalid-input` for what is none: no zip, a member missing, claims beyond the bounds, a name that
 * is not a capsule's (so nothing can come to lie elsewhere), a manifest that is not one.
 */
export function readCapsule(bytes: Uint8Array): Capsule {
  const known = new Set<string>(Object.values(MEMBERS));
  const strange = [...listZip(bytes)].find(name => !known.has(name));
  if (strange !== undefined) throw invalidInput(`A capsule has the members ${[...known].join(', ')}, this one has '${strange}'`);
  const members = readMembers(bytes);
  const text = members[MEMBERS.manifest]!;
  if (text.length > MAX_MANIFEST_BYTES) throw invalidInput(`A manifest may have ${MAX_MANIFEST_BYTES} bytes, this one has ${text.length}`);
  return { manifest: parseManifest(new TextDecoder().decode(text)), members };
}
