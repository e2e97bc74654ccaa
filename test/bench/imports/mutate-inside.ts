import { listZip, readZip, writeZip } from '../../../src-main/engine/formats/lib/zip.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import { mutated } from '../../support/mutate.ts';

/**
 * A file changed anywhere, or within: a member of an archive, packed again with sums that fit; a value of JSON. Else nothing would get past
 * what is checked first. Files of other kinds are changed anywhere.
 */
export function mutatedInside(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.next() < 0.3) return mutated(bytes, random);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return repacked(bytes, random);
  return bytes[0] === 0x7b ? rewritten(bytes, random) : mutated(bytes, random);
}

function repacked(bytes: Uint8Array, random: Random): Uint8Array {
  const names = [...listZip(bytes)];
  const members = readZip(bytes, names, 2 ** 28);
  const name = names[Math.floor(random.next() * names.length)] ?? '';
  return writeZip({ ...members, [name]: mutatedInside(members[name]!, random) });
}

/** What a file may say instead. */
const ODD: readonly unknown[] = [null, true, -1, 0, 0.5, 1e9, 2 ** 53, '', '../x', 'x'.repeat(1000), [], {}, [1e6, 1e6, 1e6], [[[[]]]]];

function rewritten(bytes: Uint8Array, random: Random): Uint8Array {
  const root: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const holders: Record<string, unknown>[] = [];
  const queue: unknown[] = [root];
  while (queue.length > 0) {
    const next = queue.pop();
    if (typeof next !== 'object' || next === null) continue;
    holders.push(next as Record<string, unknown>);
    queue.push(...Object.values(next));
  }
  const one = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)]!;
  for (let i = Math.floor(random.next() * 3); i >= 0; i--) {
    const holder = one(holders);
    const keys = Object.keys(holder);
    if (keys.length === 0) continue;
    const key = one(keys);
    if (random.next() < 0.2 && !Array.isArray(holder)) holder[key] = undefined;
    else holder[key] = random.next() < 0.5 ? one(ODD) : structuredClone(one(holders)[key]);
  }
  return new TextEncoder().encode(JSON.stringify(root));
}
