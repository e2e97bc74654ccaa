import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** One channel, as recorded. */
export interface Sound {
  readonly samples: Float32Array;
  /** Hz. */
  readonly sampleRate: number;
}

/** Ten minutes: what is longer is no single spoken word or sound. */
const MOST_SECONDS = 600;
/** Packed sound can grow a thousandfold; so it is unpacked in small pieces, and the end is seen in time. */
const PIECE_BYTES = 8192;
const MOST_CHANNELS = 32;
const RATES = { least: 1000, most: 384_000 } as const;

type Codec = 'wav' | 'flac' | 'mp3' | 'oga' | 'opus';

/**
 * Reads a WAV, FLAC, MP3 or Ogg (Vorbis, Opus) file, by what its first bytes say, and takes the mean of its channels. Throws
 * `invalid-input` for everything else, and for a file that is cut off before its first sample, damaged, or too long.
 */
export async function decodeSound(bytes: Uint8Array, file: string): Promise<Sound> {
  const codec = codecOf(bytes);
  if (codec === null) throw invalidInput('A WAV, FLAC, MP3 or Ogg file is required, but the first bytes are of none', { path: file });
  const { default: decode } = await import('audio-decode');
  const decoder = await decode[codec]();
  const mono = createMixer(file);
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) mono.add(await decoder(bytes.subarray(at, at + PIECE_BYTES)));
    mono.add(await decoder.flush());
  } catch (thrown) {
    throw mono.refused ?? invalidInput(`A whole sound file is required, but it can't be decoded: ${reasonOf(thrown)}`, { path: file });
  } finally {
    decoder.free();
  }
  return mono.finish();
}

function codecOf(bytes: Uint8Array): Codec | null {
  const text = (from: number, length: number): string => String.fromCharCode(...bytes.subarray(from, from + length));
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WAVE') return 'wav';
  if (text(0, 4) === 'fLaC') return 'flac';
  if (text(0, 4) === 'OggS') return text(28, 8) === 'OpusHead' ? 'opus' : 'oga';
  const isFrame = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2;
  return text(0, 3) === 'ID3' || isFrame ? 'mp3' : null;
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

interface Decoded {
  readonly channelData: readonly Float32Array[];
  readonly sampleRate: number;
}

interface Mixer {
  add(piece: Decoded): void;
  finish(): Sound;
  /** Why the last piece was refused. */
  readonly refused: Error | null;
}

function createMixer(file: string): Mixer {
  const pieces: Float32Array[] = [];
  let [rate, length] = [0, 0];
  let refused: Error | null = null;
  const refuse = (message: string): never => {
    refused = invalidInput(message, { path: file });
    throw refused;
  };
  return {
    add({ channelData, sampleRate }) {
      if (channelData.length === 0) return;
      rate ||= sampleRate;
      if (sampleRate !== rate || !(rate >= RATES.least && rate <= RATES.most))
        refuse(`One sample rate of ${RATES.least} to ${RATES.most} Hz is required, got ${rate} and ${sampleRate}`);
      if (channelData.length > MOST_CHANNELS) refuse(`At most ${MOST_CHANNELS} channels are taken, got ${channelData.length}`);
      const mono = meanOf(channelData);
      pieces.push(mono);
      length += mono.length;
      if (length > MOST_SECONDS * rate) refuse(`A recording may last ${MOST_SECONDS} seconds, but this one is longer`);
    },
    finish() {
      if (length === 0) throw invalidInput('A recording with at least one sample is required, but there is none', { path: file });
      return { samples: joined(pieces, length), sampleRate: rate };
    },
    get refused() {
      return refused;
    },
  };
}

function meanOf(channels: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(channels[0]?.length ?? 0);
  for (const channel of channels) for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + channel[i]! / channels.length;
  return mean.map(finite);
}

/** Floating-point files may hold anything. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function joined(pieces: readonly Float32Array[], length: number): Float32Array {
  const samples = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return samples;
}
