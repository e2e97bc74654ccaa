import type { PicturePreprocessing } from '../../../../src-shared/domain/dataset.ts';
import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { attributeSuspects } from '../attribute-suspects.ts';
import { SEVERAL_LABELS } from '../label-cells.ts';
import type { LabelledFile } from '../labelled-files.ts';
import { createPictureDecoder, type Picture, type PictureDecoder, type PictureWish } from '../pictures/decode-picture.ts';
import { createPictureJournal, type PictureJournal } from '../pictures/picture-journal.ts';
import { createSmallJpegDecoder } from '../pictures/small-jpeg.ts';
import { defineReader, type ImportedData, type ReaderCall } from '../reader.ts';
import { createSourceTally, type SourceTally } from '../source-tally.ts';
import { LIST_PARAM, type ListedFiles } from './file-list.ts';
import {
  createUnreadableFiles,
  glimpseLabelled,
  labelledFiles,
  labelledItems,
  TEST_FILES_PARAM,
  UNREADABLE_PARAM,
} from './labelled-source.ts';

const PICTURE_FILE = /\.(png|jpe?g|jfif|webp|tiff?|gif|bmp)$/i;
const WANTED = { pattern: PICTURE_FILE, formats: 'PNG, JPEG, WebP, TIFF, GIF or BMP' } as const;
const MAX_FILE_BYTES = 256 * 2 ** 20;
/** Height and width of a picture in a form. */
const SHOWN_SIZE = 64;
const MAX_INPUT_BYTES = 2e9;
/** So many are read and unpacked at once: enough for the decoder's threads, and little to hold. */
const AT_ONCE = 8;

const params = {
  names: {
    kind: 'text',
    label: 'Names are made up as',
    help: '{class}_{subject}_{shot} fits cat_tom_03.jpg; what is named here can keep items together. Left out: the folder is the class.',
    pattern: '.*\\{class\\}.*',
    patternHelp: 'a pattern with {class}',
    optional: true,
  },
  list: LIST_PARAM,
  ...SEVERAL_LABELS,
  testFiles: TEST_FILES_PARAM,
  size: {
    kind: 'list',
    label: 'Size',
    help: 'Height and width every picture is brought to. Left out: as they are, which must be one size for all.',
    of: { kind: 'number', label: 'Pixels', unit: 'pixels', min: 1, max: 4096, integer: true },
    minItems: 2,
    maxItems: 2,
    optional: true,
  },
  fit: {
    kind: 'choice',
    label: 'Where the shape differs',
    help: 'crop: the middle is kept; pad: black beside it; stretch: sides are changed.',
    default: 'crop',
    options: ['crop', 'pad', 'stretch'],
  },
  colour: { kind: 'choice', label: 'Colour', help: 'grey: one channel; colour: three.', default: 'colour', options: ['colour', 'grey'] },
  unreadable: UNREADABLE_PARAM,
} as const;

type Config = ParamValues<typeof params>;

export const imageFolder = defineReader({
  id: 'image-folder',
  title: 'Pictures (PNG, JPEG, WebP, TIFF, GIF, BMP)',
  help: 'A folder with a folder of pictures for each class, or with file names or a list that tell the class.',
  source: 'PNG (ISO 15948), JPEG (ISO 10918), WebP (RFC 9649), TIFF 6.0, GIF89a; orientation: Exif 2.3 (CIPA DC-008)',
  params,
  revision: 1,
  holds: 'image',
  matches: ['.png', '.jpg', '.jpeg', '.webp', '.tif', '.tiff', '.gif', '.bmp'],
  together: true,
  async read(call) {
    const tally = createSourceTally(call.createSha256);
    const listed = await labelledFiles(call, WANTED, tally);
    return pictureData(call, await seeAll(call, listed, tally), tally.sources());
  },
  async glimpse(call) {
    const { fit = 'crop', colour = 'colour' } = call.config;
    const decode = await createPictureDecoder(wishOf({ size: [SHOWN_SIZE, SHOWN_SIZE], fit, colour }));
    return glimpseLabelled(call, WANTED, async ({ name }) => {
      const { pixels, height, width } = await decode(await call.sources.read(call.source, name, MAX_FILE_BYTES), name);
      return { picture: { shape: [height, width, pixels.length / height / width], pixels } };
    });
  },
});

function wishOf({ size, fit, colour }: Pick<Config, 'size' | 'fit' | 'colour'>): PictureWish {
  const [height, width] = size ?? [];
  return {
    size: height === undefined || width === undefined ? null : [height, width],
    fit: fit as PictureWish['fit'],
    channels: colour === 'grey' ? 1 : 3,
  };
}

interface Seen {
  readonly files: readonly LabelledFile[];
  readonly step: PicturePreprocessing;
  /** `[files, height, width, channels]`. */
  readonly pixels: Uint8Array;
  readonly warnings: readonly string[];
}

/** What is held is the answer and a few pictures. Files are told in their order, whichever is unpacked first. */
async function seeAll(call: ReaderCall<Config>, listed: ListedFiles, tally: SourceTally): Promise<Seen> {
  const { files } = listed;
  const wish = wishOf(call.config);
  const journal = createPictureJournal(call.journal);
  const seeing: Seeing = { call, tally, journal, decode: await createDecoder(wish) };
  const unreadable = createUnreadableFiles(listed, call.config.unreadable);
  const good: LabelledFile[] = [];
  const hashes: string[] = [];
  let store: PictureStore | null = null;
  const pending: Promise<Sight>[] = [];
  try {
    for (let at = 0, begun = 0; at < files.length; at++) {
      await call.turn();
      // The first picture's size may be what all others must have, and tells how much there will be.
      for (const ahead = store === null ? at + 1 : at + AT_ONCE; begun < Math.min(ahead, files.length); begun++)
        pending.push(see(seeing, files[begun]!));
      const [seen, file] = [await pending.shift(), files[at]];
      if (seen === undefined || file === undefined) throw new Error('A file that was begun is required');
      if (seen.bytes !== null) tally.add(file.name, seen.bytes, seen.sha256);
      if (seen.picture === null) {
        unreadable.add(seen.thrown);
        continue;
      }
      store ??= createStore(seen.picture, files.length, wish);
      store.add(seen.picture, file.name);
      good.push(file);
      hashes.push(seen.sha256);
      call.progress?.((at + 1) / files.length);
      await journal.keep(seen.picture, hashes, store.soFar());
    }
  } finally {
    await Promise.all(pending);
  }
  if (store === null) throw invalidInput('At least one readable picture is required, but there is none', { path: call.source });
  return { files: good, ...store.finish(), warnings: unreadable.warnings() };
}

async function createDecoder(wish: PictureWish): Promise<PictureDecoder> {
  const [decode, decodeSmall] = await Promise.all([createPictureDecoder(wish), createSmallJpegDecoder(wish)]);
  return async (bytes, file) => decodeSmall(bytes) ?? decode(bytes, file);
}

interface Seeing {
  readonly call: ReaderCall<Config>;
  readonly tally: SourceTally;
  readonly journal: PictureJournal;
  readonly decode: PictureDecoder;
}

interface Sight {
  /** Null where the file could not even be read. */
  readonly bytes: Uint8Array | null;
  /** Of the bytes; empty without them. */
  readonly sha256: string;
  /** Null where `thrown` says why. */
  readonly picture: Picture | null;
  readonly thrown: unknown;
}

/** Never rejects: the failure of a later file must wait for its turn. */
async function see({ call, tally, journal, decode }: Seeing, { name }: LabelledFile): Promise<Sight> {
  let bytes: Uint8Array | null = null;
  let sha256 = '';
  try {
    bytes = await call.sources.read(call.source, name, MAX_FILE_BYTES);
    sha256 = tally.hashOf(bytes);
    return { bytes, sha256, picture: journal.find(sha256) ?? (await decode(bytes, name)), thrown: null };
  } catch (thrown) {
    return { bytes, sha256, picture: null, thrown };
  }
}

interface PictureStore {
  add(picture: Picture, file: string): void;
  /** Of the pictures that were added; no copy. */
  soFar(): Uint8Array;
  finish(): Pick<Seen, 'pixels' | 'step'>;
}

function createStore({ width, height }: Picture, items: number, { fit, channels }: PictureWish): PictureStore {
  const length = height * width * channels;
  if (items * length > MAX_INPUT_BYTES)
    throw invalidInput(`At most ${MAX_INPUT_BYTES} bytes of pictures can be held, but ${items} of ${height} × ${width} are needed`, {
      path: 'size',
      hint: 'Bring them to a smaller size, take grey ones, or fewer.',
    });
  const pixels = new Uint8Array(items * length);
  let count = 0;
  return {
    add(picture, file) {
      if (picture.width !== width || picture.height !== height)
        throw invalidInput(
          `All pictures must be of one size: the first has ${height} × ${width}, this one ${picture.height} × ${picture.width}`,
          { path: file, hint: 'Say which size they are to be brought to: size.' },
        );
      pixels.set(picture.pixels, count * length);
      count++;
    },
    soFar: () => pixels.subarray(0, count * length),
    finish: () => ({ pixels: pixels.subarray(0, count * length), step: { kind: 'picture', height, width, channels, fit } }),
  };
}

function pictureData({ groupBy, orderBy, config }: ReaderCall<Config>, seen: Seen, sources: ImportedData['sources']): ImportedData {
  const { files, step, pixels, warnings } = seen;
  const items = labelledItems(files, { groupBy, orderBy }, config);
  return {
    ...items,
    sources,
    warnings,
    encode: train => ({
      kind: 'image',
      values: pixels,
      shape: [step.height, step.width, step.channels],
      preprocessing: [step, { kind: 'scale', factor: 1 / 255, offset: 0 }],
      warnings: attributeSuspects(files, items.target, { train, except: [groupBy, orderBy, ...config.labelColumns] }),
    }),
  };
}
