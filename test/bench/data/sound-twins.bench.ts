/**
 * Nearly equal recordings among the spoken digits: false finds, that is takes of one word by one speaker that are told to be one recording
 * (every tenth take against the others, then all pairs), and true ones, the recordings themselves under noise, later, or both. As they are
 * looked for in a data set, on the spectrograms of two imports.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNearFinder } from '../../../src-main/engine/data/guards/near-duplicates.ts';
import type { Print, PrintKind } from '../../../src-main/engine/data/guards/print.ts';
import { createSoundPrint } from '../../../src-main/engine/data/guards/sound-print.ts';
import { readWav } from '../../../src-main/engine/data/sound/read-wav.ts';
import { createSoundPipeline, type HeardSound, type SoundStep } from '../../../src-main/engine/data/sound/sound-pipeline.ts';
import type { Sound } from '../../../src-main/engine/data/sound/sound.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { BenchOptions } from '../fusion/bench-part.ts';

const RECORDINGS = fileURLToPath(new URL('../../../../shared/data/fsdd/recordings', import.meta.url));
/** Every so many-th recording has a twin; in a quick run every so many-th is there at all. */
const TWINS = 5;
const QUICK = 20;

const common = { kind: 'sound', sampleRate: 8000, place: 'centre', loudness: true } as const;
/** As an import without settings makes them, and as the bench of speech does. */
const IMPORTS: Readonly<Record<string, SoundStep>> = {
  '40 bands every 10 ms, 80 dB': {
    ...{ ...common, seconds: 1, evenOut: false },
    features: { kind: 'log-mel', bands: 40, windowMs: 25, hopMs: 10, low: 20, range: 80 },
  },
  '24 bands every 20 ms, 45 dB': {
    ...{ ...common, seconds: 0.7, evenOut: false },
    features: { kind: 'log-mel', bands: 24, windowMs: 25, hopMs: 20, low: 100, high: 3800, range: 45 },
  },
};

interface Recording {
  readonly sound: Sound;
  /** Digit and speaker. */
  readonly word: string;
}

type Change = (samples: Float32Array, seed: number) => Float32Array;

const CHANGES: Readonly<Record<string, Change>> = {
  'white noise, 30 dB': (samples, seed) => noisy(samples, 30, white(samples.length, seed)),
  'white noise, 20 dB': (samples, seed) => noisy(samples, 20, white(samples.length, seed)),
  'brown noise, 20 dB': (samples, seed) => noisy(samples, 20, brown(samples.length, seed)),
  '5 ms later': samples => later(samples, 40),
  '37 ms later': samples => later(samples, 296),
  '120 ms later': samples => later(samples, 960),
  '37 ms later with white noise, 20 dB': (samples, seed) => noisy(later(samples, 296), 20, white(samples.length + 296, seed)),
};

export async function bench({ quick }: BenchOptions): Promise<void> {
  const recordings = recordingsIn(RECORDINGS).filter((_, i) => !quick || i % QUICK === 0);
  for (const [name, step] of Object.entries(IMPORTS)) {
    const hear = createSoundPipeline(step);
    const originals = recordings.map(({ sound }) => hear(sound));
    console.log(`  ${name}`);
    console.log(`    false: ${await falseFinds(recordings, originals)}`);
    const kind = createSoundPrint(originals[0]!.shape);
    for (const [what, change] of Object.entries(CHANGES)) {
      const chosen = recordings.flatMap(({ sound }, i) => (i % TWINS === 0 ? [{ sound, i }] : []));
      const found = chosen.filter(({ sound, i }) => {
        const changed = hear({ ...sound, samples: change(sound.samples, i) });
        return areTwins(kind, kind.printOf(originals[i]!.values), kind.printOf(changed.values));
      });
      console.log(`    ${what}: ${found.length} of ${chosen.length} found (${((100 * found.length) / chosen.length).toFixed(1)} %)`);
    }
  }
}

function recordingsIn(folder: string): readonly Recording[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.wav'))
    .flatMap(name => {
      const sound = readWav(readFileSync(join(folder, name)), name);
      return sound === null ? [] : [{ sound, word: name.slice(0, name.lastIndexOf('_')) }];
    });
}

async function falseFinds(recordings: readonly Recording[], originals: readonly HeardSound[]): Promise<string> {
  const splitOf = Uint8Array.from(originals, (_, i) => (i % 10 === 0 ? 3 : 1));
  const finder = createNearFinder(createSoundPrint(originals[0]!.shape), { splitOf, labelOf: String });
  originals.forEach(({ values }, i) => finder.add(values, i));
  const { across } = await finder.report(async () => {});
  const kind = createSoundPrint(originals[0]!.shape);
  const prints = originals.map(({ values }) => kind.printOf(values));
  let [pairs, greatest, above] = [0, 0, 0];
  for (const [i, one] of prints.entries()) {
    for (let j = 0; j < i; j++) {
      const other = prints[j];
      if (one === null || !other || recordings[i]!.word !== recordings[j]!.word) continue;
      pairs += 1;
      greatest = Math.max(greatest, kind.alike(one.code, other.code));
      if (areTwins(kind, one, other)) above += 1;
    }
  }
  const tested = splitOf.filter(split => split === 3).length;
  return `${across[0]?.items ?? 0} of ${tested} takes against the ${originals.length - tested} others; ${above} of ${pairs} pairs of one word by one speaker, the most alike ${greatest.toFixed(3)} (${kind.least} counts)`;
}

/** Whether both are laid over each other, and then are alike. */
function areTwins(kind: PrintKind, one: Print | null, other: Print | null): boolean {
  if (one === null || other === null) return false;
  const keys = new Set(one.keys);
  return other.keys.some(key => keys.has(key)) && kind.alike(one.code, other.code) >= kind.least;
}

/** `dB` below the recording, both by their mean power. */
function noisy(samples: Float32Array, dB: number, noise: Float32Array): Float32Array {
  const power = (values: Float32Array): number => values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  const gain = Math.sqrt(power(samples) / power(noise) / 10 ** (dB / 10));
  return samples.map((sample, i) => sample + gain * noise[i]!);
}

function white(length: number, seed: number): Float32Array {
  const random = createRandom(seed).split('noise');
  return Float32Array.from({ length }, () => random.nextNormal());
}

/** Louder towards the low notes, as rooms are. */
function brown(length: number, seed: number): Float32Array {
  let level = 0;
  return white(length, seed).map(value => (level = 0.95 * level + value));
}

function later(samples: Float32Array, by: number): Float32Array {
  const moved = new Float32Array(samples.length + by);
  moved.set(samples, by);
  return moved;
}
