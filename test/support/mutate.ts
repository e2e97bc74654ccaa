import type { Random } from '../../src-shared/lib/random.ts';

/** A file with a few bytes changed, a piece cut out, doubled, or cut off: seeded, so that a failure can be had again. */
export function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  const below = (limit: number): number => Math.floor(random.next() * Math.max(limit, 1));
  const place = below(bytes.length);
  const length = below(Math.min(64, bytes.length - place));
  switch (below(5)) {
    case 0:
      return bytes.slice(0, place);
    case 1:
      return new Uint8Array(Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + length)]));
    case 2:
      return new Uint8Array(Buffer.concat([bytes.subarray(0, place + length), bytes.subarray(place)]));
    default: {
      const changed = bytes.slice();
      for (let i = below(8); i >= 0; i--) changed[below(bytes.length)] = [0, 255, 128, below(256), below(256)][below(5)] ?? 0;
      return changed;
    }
  }
}
