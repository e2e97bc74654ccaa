import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createSoundPipeline, type SoundStep } from '../data/sound/sound-pipeline.ts';
import { standardise } from '../data/standardise.ts';
import { stepOf, type NewItem, type NewItems, type NewItemsCall } from './new-item.ts';

const MAX_FILE_BYTES = 256 * 2 ** 20;
const PICTURE_FILE = /\.(png|jpe?g|jfif|webp|tiff?|gif|bmp)$/i;
const SOUND_FILE = /\.(wav|flac|mp3|ogg|oga|opus)$/i;

type Encode = (bytes: Uint8Array, file: string) => Promise<Float32Array>;

/** Every picture of a source, brought to the model's size as its training data were. */
export async function* pictureItems(call: NewItemsCall): NewItems {
  const [height = 0, width = 0, channels = 0] = call.card.inputShape;
  if (channels !== 1 && channels !== 3)
    throw invalidInput(`A model of pictures with 1 or 3 channels is required, but this one takes ${channels}`, { path: 'model' });
  const decode = await call.decoders.picture({ size: [height, width], channels, fit: stepOf(call.card, 'picture')?.fit ?? 'pad' });
  const { factor, offset } = stepOf(call.card, 'scale') ?? { factor: 1, offset: 0 };
  const encode: Encode = async (bytes, file) => {
    const { pixels } = await decode(bytes, file);
    // The product is rounded before the offset is added, as where training fetches its items.
    return Float32Array.from(pixels, pixel => Math.fround(pixel * Math.fround(factor)) + Math.fround(offset));
  };
  yield* fileItems(call, { pattern: PICTURE_FILE, encode, what: 'pictures' });
}

/** Every recording of a source. */
export async function* soundItems(call: NewItemsCall, step: SoundStep): NewItems {
  const hear = createSoundPipeline(step);
  const fitted = stepOf(call.card, 'standardise');
  const encode: Encode = async (bytes, file) => {
    const { values } = hear(await call.decoders.sound(bytes, file));
    return fitted === undefined ? values : standardise(values, fitted);
  };
  yield* fileItems(call, { pattern: SOUND_FILE, encode, what: 'recordings' });
}

interface Wanted {
  /** Of a folder; a single file is taken whatever it is called. */
  readonly pattern: RegExp;
  readonly encode: Encode;
  readonly what: string;
}

/** A file that can't be read is told, and the others are answered. */
async function* fileItems({ sources, source, turn }: NewItemsCall, { pattern, encode, what }: Wanted): NewItems {
  const listed = await sources.list(source);
  const files = listed.length === 1 ? listed : listed.filter(({ name }) => pattern.test(name));
  if (files.length === 0) throw invalidInput(`Files with ${what} are required, but there is none`, { path: source });
  for (const { name } of files) {
    await turn();
    yield [await itemOf(name, async () => encode(await sources.read(source, name, MAX_FILE_BYTES), name))];
  }
}

async function itemOf(name: string, read: () => Promise<Float32Array>): Promise<NewItem> {
  try {
    return { name, inputs: await read(), problem: null };
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    return { name, inputs: null, problem: thrown.error.message };
  }
}
