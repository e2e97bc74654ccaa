import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { readWav } from '../../engine/data/sound/read-wav.ts';
import { createMixer, type Sound } from '../../engine/data/sound/sound.ts';

/** What the browser decodes comes at this rate, in Hz, whatever it was recorded at. */
const DECODED_AT = 48_000;

/** WAV to the bits of the workbench; MP3, FLAC, Ogg and whatever else the browser knows by its own decoder. */
export async function decodeInBrowser(bytes: Uint8Array, file: string): Promise<Sound> {
  const plain = readWav(bytes, file);
  if (plain !== null) return plain;
  const context = new OfflineAudioContext(1, 1, DECODED_AT);
  const heard = await context.decodeAudioData(new Uint8Array(bytes).buffer).catch(() => {
    throw invalidInput('A recording that this browser can decode is required', { path: file });
  });
  const mono = createMixer(file);
  mono.add({
    channelData: Array.from({ length: heard.numberOfChannels }, (_, channel) => heard.getChannelData(channel)),
    sampleRate: heard.sampleRate,
  });
  return mono.finish();
}
