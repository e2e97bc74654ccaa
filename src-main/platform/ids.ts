import { randomFillSync } from 'node:crypto';

/**
 * Makes ids that sort by when they were made: UUID version 7 (RFC 9562, 6.2 method 1: 48 bits of Unix milliseconds, then a
 * 12-bit counter that keeps ids of one millisecond in order, then 62 random bits).
 */
export function createIds(nowMs: () => number): () => string {
  let lastMs = -1;
  let counter = 0;
  return () => {
    const ms = Math.max(nowMs(), lastMs);
    counter = ms === lastMs ? counter + 1 : 0;
    // A full counter borrows the next millisecond.
    lastMs = counter > 0xfff ? ms + 1 : ms;
    if (counter > 0xfff) counter = 0;
    return uuidV7(lastMs, counter, randomFillSync(new Uint8Array(8)));
  };
}

function uuidV7(ms: number, counter: number, random: Uint8Array): string {
  const time = Math.floor(ms).toString(16).padStart(12, '0');
  const tail = Array.from(random, (byte, i) => (i === 0 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, '0')).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
