import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** One channel, as recorded. */
export interface Sound {
  readonly samples: Float32Array;
  /** Hz. */
  readonly sampleRate: number;
}

/** Ten minutes: what is longer is no single spoken word or sound. */
const MOST_SECONDS = 600;
const MOST_CHANNELS = 32;
const RATES = { least: 1000, most: 384_000 } as const;

/** A piece of a recording, a row of samples for each channel. */
export interface Decoded {
  readonly channelData: readonly Float32Array[];
  readonly sampleRate: number;
}

/** Takes the pieces of one recording in order. */
export interface Mixer {
  add(piece: Decoded): void;
  finish(): Sound;
  /** Why the last piece was refused. */
  readonly refused: Error | null;
}

/** The mean of the channels. Throws `invalid-input` for what is too long, has no samples, or changes its rate. */
export function createMixer(file: string): Mixer {
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
