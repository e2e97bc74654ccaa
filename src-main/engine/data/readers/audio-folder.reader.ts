import type { AlgorithmValue, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { attributeSuspects } from '../attribute-suspects.ts';
import { SEVERAL_LABELS } from '../label-cells.ts';
import type { LabelledFile } from '../labelled-files.ts';
import { defineReader, type EncodedInput, type ImportedData, type ReaderCall } from '../reader.ts';
import { createSourceTally, type SourceTally } from '../source-tally.ts';
import { decodeSound } from '../sound/decode-sound.ts';
import type { Place } from '../sound/fixed-length.ts';
import type { Sound } from '../sound/sound.ts';
import { createSoundJournal, type StoredSound } from '../sound/sound-journal.ts';
import { spectrogramPixels } from '../sound/spectrogram-pixels.ts';
import { createSoundPipeline, type HeardSound, type SoundStep } from '../sound/sound-pipeline.ts';
import { fitStandardise, standardise } from '../standardise.ts';
import { LIST_PARAM, type ListedFiles } from './file-list.ts';
import {
  createUnreadableFiles,
  glimpseLabelled,
  labelledFiles,
  labelledItems,
  TEST_FILES_PARAM,
  UNREADABLE_PARAM,
} from './labelled-source.ts';

const SOUND_FILE = /\.(wav|flac|mp3|ogg|oga|opus)$/i;
const WANTED = { pattern: SOUND_FILE, formats: 'WAV, FLAC, MP3 or Ogg' } as const;
const MAX_FILE_BYTES = 256 * 2 ** 20;
/** 1 GB of float32. */
const MAX_INPUT_VALUES = 250_000_000;
/** Recordings are kept for listening up to here (16-bit samples). */
const MAX_KEPT_SAMPLES = 250_000_000;

const params = {
  names: {
    kind: 'text',
    label: 'Names are made up as',
    help: '{class}_{speaker}_{take} fits 7_jackson_32.wav; what is named here can keep items together. Left out: the folder is the class.',
    pattern: '.*\\{class\\}.*',
    patternHelp: 'a pattern with {class}',
    optional: true,
  },
  list: LIST_PARAM,
  ...SEVERAL_LABELS,
  testFiles: TEST_FILES_PARAM,
  sampleRate: {
    kind: 'number',
    label: 'Sample rate',
    help: 'Every recording is brought to it.',
    unit: 'Hz',
    default: 16_000,
    min: 1000,
    max: 192_000,
    integer: true,
  },
  seconds: {
    kind: 'number',
    label: 'Length',
    help: 'Longer recordings are cut, shorter ones filled up with silence.',
    unit: 's',
    default: 1,
    min: 0.02,
    max: 60,
  },
  place: {
    kind: 'choice',
    label: 'Part that is kept',
    help: 'Of a longer recording; a shorter one stands at the start, else in the middle.',
    default: 'centre',
    options: ['start', 'centre', 'loudest'],
  },
  features: {
    kind: 'algorithm',
    label: 'What the network hears',
    registry: 'sound-feature',
    tag: 'kind',
    untagged: 'log-mel',
    default: { kind: 'log-mel' },
  },
  loudness: {
    kind: 'flag',
    label: 'Even out the loudness',
    help: 'The loudest sample of every recording becomes the full scale: how far away a microphone stood does not count.',
    default: true,
  },
  evenOut: {
    kind: 'flag',
    label: 'Even out each recording',
    help: 'Every band with mean 0 and deviation 1 over the recording: voices and microphones differ less.',
    default: false,
  },
  unreadable: UNREADABLE_PARAM,
} as const;

type Config = ParamValues<typeof params>;

export const audioFolder = defineReader({
  id: 'audio-folder',
  title: 'Recordings (WAV, FLAC, MP3, Ogg)',
  help: 'A folder with a folder of recordings for each class, or with file names or a list that tell the class.',
  source: 'RIFF WAVE (IBM & Microsoft 1991), FLAC (RFC 9639), MP3 (ISO 11172-3), Ogg Vorbis and Opus (RFC 5334, 7845)',
  params,
  revision: 1,
  holds: 'sound',
  matches: ['builtin:spoken-digits', '.wav', '.flac', '.mp3', '.ogg'],
  together: true,
  async read(call) {
    const tally = createSourceTally(call.createSha256);
    const listed = await labelledFiles(call, WANTED, tally);
    const step = stepOf(call.config);
    const heard = await hearAll(call, { listed, step, tally });
    return soundData(call, heard, tally.sources());
  },
  async glimpse(call) {
    // All have defaults but names and list, which are left out as well.
    const hear = createSoundPipeline(stepOf(call.config as Config));
    const open = createOpener(call, createSourceTally(call.createSha256));
    return glimpseLabelled(call, WANTED, async file => {
      const opened = await open(file.name);
      const { values, shape } = hear(partOf(await opened.sound(), file));
      const [frames, bands] = shape;
      return { picture: { shape: [bands, frames, 1], pixels: spectrogramPixels(values, bands) } };
    });
  },
});

function stepOf({ sampleRate, seconds, place, features, loudness, evenOut }: Config): SoundStep {
  return { kind: 'sound', sampleRate, seconds, place: place as Place, features: features as AlgorithmValue, loudness, evenOut };
}

interface Heard {
  readonly files: readonly LabelledFile[];
  readonly step: SoundStep;
  /** `[files, …shape]`. */
  readonly values: Float32Array;
  readonly shape: HeardSound['shape'];
  /** `[files, samples]`; null where that would be too much to keep. */
  readonly samples: Int16Array | null;
  readonly warnings: readonly string[];
}

/** One file after the other: what is held is the answer and one recording. */
async function hearAll(
  call: ReaderCall<Config>,
  { listed, step, tally }: Pick<Heard, 'step'> & { readonly listed: ListedFiles; readonly tally: SourceTally },
): Promise<Heard> {
  const { files } = listed;
  const hear = createSoundPipeline(step);
  const open = createOpener(call, tally);
  const journal = createSoundJournal(call.journal);
  const good: LabelledFile[] = [];
  const keys: string[] = [];
  const unreadable = createUnreadableFiles(listed, call.config.unreadable);
  let store: HeardStore | null = null;
  for (const [i, file] of files.entries()) {
    await call.turn();
    try {
      const { sha256, sound } = await open(file.name);
      const key = file.part === undefined ? sha256 : `${sha256} ${file.part.start} ${file.part.seconds}`;
      const heard = journal.find(key) ?? stored(hear(partOf(await sound(), file)));
      store ??= createStore(heard, files.length);
      store.add(heard);
      good.push(file);
      keys.push(key);
    } catch (thrown) {
      unreadable.add(thrown);
      continue;
    }
    call.progress?.((i + 1) / files.length);
    await journal.keep(keys, store.soFar);
  }
  if (store === null) throw invalidInput('At least one readable recording is required, but there is none', { path: call.source });
  return { files: good, step, ...store.soFar(), warnings: unreadable.warnings() };
}

function stored({ values, samples, shape }: HeardSound): StoredSound {
  return { values, shape, samples: Int16Array.from(samples, sample => Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)))) };
}

interface Opened {
  /** Of the file. */
  readonly sha256: string;
  /** Decodes it, once. */
  sound(): Promise<Sound>;
}

/** Reads a file once where its parts come one after the other. */
function createOpener({ sources, source }: ReaderCall<unknown>, tally: SourceTally): (name: string) => Promise<Opened> {
  const told = new Map<string, string>();
  let last: { readonly name: string; readonly opened: Promise<Opened> } | null = null;
  return name => {
    if (last?.name === name) return last.opened;
    const read = async (): Promise<Opened> => {
      const bytes = await sources.read(source, name, MAX_FILE_BYTES);
      const sha256 = tally.hashOf(bytes);
      const before = told.get(name);
      if (before === undefined) tally.add(name, bytes, sha256);
      else if (before !== sha256)
        throw invalidInput('A file that stays as it is while it is read is required, but its bytes changed', { path: name });
      told.set(name, sha256);
      let sound: Promise<Sound> | null = null;
      return { sha256, sound: () => (sound ??= decodeSound(bytes, name)) };
    };
    last = { name, opened: read() };
    return last.opened;
  };
}

function partOf({ samples, sampleRate }: Sound, { name, part }: LabelledFile): Sound {
  if (part === undefined) return { samples, sampleRate };
  const from = Math.round(part.start * sampleRate);
  const cut = samples.subarray(from, Math.round((part.start + part.seconds) * sampleRate));
  if (cut.length === 0)
    throw invalidInput(
      `A part within the ${(samples.length / sampleRate).toFixed(2)} seconds is required, but it starts at ${part.start}`,
      {
        path: name,
      },
    );
  return { samples: cut, sampleRate };
}

interface HeardStore {
  add(sound: StoredSound): void;
  /** Of all that was added; no copy. */
  readonly soFar: () => Pick<Heard, 'values' | 'shape' | 'samples'>;
}

function createStore({ values: { length: width }, samples: first, shape }: StoredSound, items: number): HeardStore {
  if (items * width > MAX_INPUT_VALUES)
    throw invalidInput(`At most ${MAX_INPUT_VALUES} input values can be held, but ${items} recordings of ${width} are needed`, {
      path: 'source',
      hint: 'Take longer hops, fewer bands, or fewer recordings.',
    });
  const values = new Float32Array(items * width);
  const length = first?.length ?? 0;
  const samples = first === null || items * length > MAX_KEPT_SAMPLES ? null : new Int16Array(items * length);
  let count = 0;
  return {
    add(sound) {
      values.set(sound.values, count * width);
      if (sound.samples !== null) samples?.set(sound.samples, count * length);
      count++;
    },
    soFar: () => ({ values: values.subarray(0, count * width), shape, samples: samples?.subarray(0, count * length) ?? null }),
  };
}

function soundData({ groupBy, orderBy, config }: ReaderCall<Config>, heard: Heard, sources: ImportedData['sources']): ImportedData {
  const { files, step, values, shape, samples, warnings } = heard;
  const [, bands] = shape;
  const items = labelledItems(files, { groupBy, orderBy }, config);
  return {
    ...items,
    sources,
    warnings,
    encode(train): EncodedInput {
      const input = {
        kind: 'sound',
        shape,
        warnings: attributeSuspects(files, items.target, { train, except: [groupBy, orderBy, ...config.labelColumns] }),
        ...(samples === null ? {} : { listen: { samples, sampleRate: step.sampleRate } }),
      } as const;
      if (config.evenOut) return { ...input, values: values.slice(), preprocessing: [step] };
      const fitted = fitStandardise(values, train, { item: values.length / files.length, width: bands });
      return { ...input, values: standardise(values, fitted), preprocessing: [step, fitted] };
    },
  };
}
