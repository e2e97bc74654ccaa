/** What the context is to be like. */
export interface ContextConfig {
  /** Threads that compute. */
  readonly threads: number;
  /** Whether each operation has one of them and independent operations run at once; else one operation at a time has all. */
  readonly sideBySide: boolean;
}

/**
 * A serialised `tensorflow.ConfigProto`: intra-operation threads (field 2), inter-operation threads (field 5), one of the two
 * always 1, so that no more compute than were granted, and GPU memory that grows with use (field 6).
 */
export function encodeConfig({ threads, sideBySide }: ContextConfig): Uint8Array {
  const [within, between] = sideBySide ? [1, threads] : [threads, 1];
  return Uint8Array.from([...varintField(2, within), ...varintField(5, between), ...messageField(6, GPU_OPTIONS)]);
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
