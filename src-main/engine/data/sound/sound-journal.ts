import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import type { ReadingJournal } from '../reader.ts';

const KIND = 'sounds';
/** Of the recordings that were saved last: so many more are saved anew, that all that is written is a few times the whole. */
const GROWTH = 1.25;

/** What is held of a recording, or of a part of one. */
export interface StoredSound {
  /** Row-major, of the shape. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, 1];
  /** 16-bit; null where recordings are not kept for listening. */
  readonly samples: Int16Array | null;
}

/** Recordings told apart by the bytes of their files and the part: a file that changed meanwhile is decoded anew. */
export interface SoundJournal {
  /** What an earlier process made of the recording with this key. */
  find(key: string): StoredSound | null;
  /** Saves all that was heard, where it is time; `all` holds what these keys stand for, in their order. */
  keep(keys: readonly string[], all: () => StoredSound): Promise<void>;
}

export function createSoundJournal(journal: ReadingJournal | undefined): SoundJournal {
  const earlier = earlierSounds(journal?.resumeFrom ?? null);
  let saved = 0;
  return {
    find: key => earlier.get(key) ?? null,
    async keep(keys, all) {
      if (journal === undefined || keys.length < GROWTH * saved || keys.length <= earlier.size || !journal.due()) return;
      const { values, shape, samples } = all();
      const heard =
        samples === null ? {} : { samples: { shape: [keys.length, (2 * samples.length) / keys.length], values: bytesOf(samples) } };
      await journal.save({
        metadata: { kind: KIND, keys: JSON.stringify(keys) },
        tensors: { values: { shape: [keys.length, ...shape], values }, ...heard },
      });
      saved = keys.length;
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Int16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** None where the snapshot is of something else. */
function earlierSounds(file: TensorFile | null): ReadonlyMap<string, StoredSound> {
  const { shape = [], values } = file?.tensors['values'] ?? {};
  if (file?.metadata['kind'] !== KIND || !(values instanceof Float32Array)) return new Map();
  const [count = 0, frames = 0, bands = 0] = shape;
  const samples = samplesOf(file);
  const part = <A extends Float32Array | Int16Array>(all: A, i: number): A =>
    all.subarray((i * all.length) / count, ((i + 1) * all.length) / count) as A;
  const keys = JSON.parse(file.metadata['keys'] ?? '[]') as readonly string[];
  const soundAt = (i: number): StoredSound => ({
    values: part(values, i),
    shape: [frames, bands, 1],
    samples: samples === null ? null : part(samples, i),
  });
  return new Map(keys.map((key, i) => [key, soundAt(i)]));
}

function samplesOf(file: TensorFile): Int16Array | null {
  const bytes = file.tensors['samples']?.values;
  return bytes instanceof Uint8Array ? new Int16Array(bytes.slice().buffer) : null;
}
