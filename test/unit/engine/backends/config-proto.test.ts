import { describe, expect, it } from 'vitest';
import { encodeConfig } from '../../../../src-main/engine/backends/libtensorflow/config-proto.ts';

/** `tensorflow.ConfigProto`: threads of an operation, of operations beside each other; options of GPUs, whose memory grows with use. */
const [WITHIN, BETWEEN, GPU, GROWTH] = [2, 5, 6, 4];

describe('what the native library is configured with', () => {
  it.each([
    [1, false, 1, 1],
    [6, false, 6, 1],
    [6, true, 1, 6],
    [300, false, 300, 1],
  ])('%i threads, side by side %s: %i for an operation, %i operations at once', (threads, sideBySide, within, between) => {
    const config = decodeMessage(encodeConfig({ threads, sideBySide }));
    expect(config.get(WITHIN)).toBe(within);
    expect(config.get(BETWEEN)).toBe(between);
    expect(within * between).toBe(threads);
    expect(decodeMessage(config.get(GPU) as Uint8Array).get(GROWTH)).toBe(1);
  });
});

/** Fields by number: variable-length integers as numbers, what has a length as bytes. Other kinds don't occur. */
function decodeMessage(bytes: Uint8Array): ReadonlyMap<number, number | Uint8Array> {
  const fields = new Map<number, number | Uint8Array>();
  let at = 0;
  const integer = (): number => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = integer();
    const value = integer();
    fields.set(tag >> 3, (tag & 7) === 0 ? value : bytes.subarray(at, (at += value)));
  }
  return fields;
}
