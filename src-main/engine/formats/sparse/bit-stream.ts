import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** Bits one behind the other, the highest of a byte first. */
export interface BitWriter {
  /** The lowest `bits` (0 to 32) of a whole number, the highest of them first. */
  write(value: number, bits: number): void;
  /** What was written, the last byte filled up with zeros. */
  bytes(): Uint8Array;
}

export interface BitReader {
  /** The next `bits` (0 to 32) as a whole number. Throws `invalid-input` behind the end. */
  read(bits: number): number;
  /** Throws `invalid-input` unless all that is left are zeros. */
  end(): void;
}

export function createBitWriter(): BitWriter {
  let buffer = new Uint8Array(256);
  let bitsDone = 0;
  return {
    write(value, bits) {
      const needed = Math.ceil((bitsDone + bits) / 8);
      if (needed > buffer.length) buffer = grown(buffer, needed);
      for (let left = bits; left > 0;) {
        const room = 8 - (bitsDone & 7);
        const taken = Math.min(room, left);
        const part = Math.floor(value / 2 ** (left - taken)) & (2 ** taken - 1);
        buffer[bitsDone >>> 3]! |= part << (room - taken);
        bitsDone += taken;
        left -= taken;
      }
    },
    bytes: () => buffer.slice(0, Math.ceil(bitsDone / 8)),
  };
}

export function createBitReader(bytes: Uint8Array): BitReader {
  const total = bytes.length * 8;
  let done = 0;
  return {
    read(bits) {
      if (done + bits > total) throw invalidInput(`A coded tensor must hold ${done + bits} bits at least, it ends after ${total}`);
      let value = 0;
      for (let left = bits; left > 0;) {
        const room = 8 - (done & 7);
        const taken = Math.min(room, left);
        value = value * 2 ** taken + ((bytes[done >>> 3]! >>> (room - taken)) & (2 ** taken - 1));
        done += taken;
        left -= taken;
      }
      return value;
    },
    end() {
      const rest = done & 7;
      const partial = rest === 0 ? 0 : bytes[done >>> 3]! & (2 ** (8 - rest) - 1);
      if (partial === 0 && bytes.subarray(Math.ceil(done / 8)).every(byte => byte === 0)) return;
      throw invalidInput(`A coded tensor must hold nothing but zeros behind its ${done} bits`);
    },
  };
}

function grown(buffer: Uint8Array, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(needed, buffer.length * 2));
  larger.set(buffer);
  return larger;
}
