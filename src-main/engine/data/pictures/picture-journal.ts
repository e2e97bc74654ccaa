import type { ReadingJournal } from '../reader.ts';
import type { Picture } from './decode-picture.ts';

const KIND = 'pictures';
/** Of the pictures that were saved last: so many more are saved anew, that all that is written is a few times the whole. */
const GROWTH = 1.25;

/** Unpacked pictures of one size, told apart by the bytes of their files: a file that changed meanwhile is unpacked anew. */
export interface PictureJournal {
  /** What an earlier process made of a file with this sha-256. */
  find(sha256: string): Picture | null;
  /** Saves all that was unpacked, where it is time; `pixels` are those of the pictures of these files, in this order. */
  keep(size: Pick<Picture, 'height' | 'width'>, files: readonly string[], pixels: Uint8Array): Promise<void>;
}

export function createPictureJournal(journal: ReadingJournal | undefined): PictureJournal {
  const earlier = earlierPictures(journal);
  let saved = 0;
  return {
    find: sha256 => earlier.get(sha256) ?? null,
    async keep({ height, width }, files, pixels) {
      if (journal === undefined || files.length < GROWTH * saved || files.length <= earlier.size || !journal.due()) return;
      const shape = [files.length, height, width, pixels.length / (files.length * height * width)];
      await journal.save({ metadata: { kind: KIND, files: JSON.stringify(files) }, tensors: { pixels: { shape, values: pixels } } });
      saved = files.length;
    },
  };
}

/** By hash of the file. None where the snapshot is of something else. */
function earlierPictures(journal: ReadingJournal | undefined): ReadonlyMap<string, Picture> {
  const { metadata, tensors } = journal?.resumeFrom ?? { metadata: {}, tensors: {} };
  const { shape = [], values } = tensors['pixels'] ?? {};
  if (metadata['kind'] !== KIND || !(values instanceof Uint8Array)) return new Map();
  const [, height = 0, width = 0, channels = 0] = shape;
  const length = height * width * channels;
  const files = JSON.parse(metadata['files'] ?? '[]') as readonly string[];
  return new Map(files.map((file, i) => [file, { height, width, pixels: values.subarray(i * length, (i + 1) * length) }]));
}
