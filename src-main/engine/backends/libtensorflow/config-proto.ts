/** What the context is to be like. */
export interface ContextConfig {
  /** Threads of one operation, and of all operations together. */
  readonly threads: number;
}

/**
 * A serialised `tensorflow.ConfigProto`: intra-operation threads (field 2), one inter-operation thread (field 5: best in
 * every network measured, and no more threads than were granted), and GPU memory that grows with use (field 6).
 */
export function encodeConfig({ threads }: ContextConfig): Uint8Array {
  return Uint8Array.from([...varintField(2, threads), ...varintField(5, 1), ...messageField(6, GPU_OPTIONS)]);
}

/** `GPUOptions.allow_growth` (field 4). */
const GPU_OPTIONS = varintField(4, 1);

function varintField(field: number, value: number): number[] {
  return [field << 3, ...varint(value)];
}

function messageField(field: number, bytes: readonly number[]): number[] {
  return [(field << 3) | 2, ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];
}
