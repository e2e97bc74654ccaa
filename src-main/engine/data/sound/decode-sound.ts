import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { createMixer, type Sound } from './sound.ts';

/** Packed sound can grow a thousandfold; so it is unpacked in small pieces, and the end is seen in time. */
const PIECE_BYTES = 8192;

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
