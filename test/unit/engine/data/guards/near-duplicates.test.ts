import { describe, expect, it } from 'vitest';
import { createNearFinder } from '../../../../../src-main/engine/data/guards/near-duplicates.ts';
import { createPicturePrint } from '../../../../../src-main/engine/data/guards/picture-print.ts';
import { createSoundPrint } from '../../../../../src-main/engine/data/guards/sound-print.ts';
import type { PrintKind } from '../../../../../src-main/engine/data/guards/print.ts';
import { createSoundPipeline } from '../../../../../src-main/engine/data/sound/sound-pipeline.ts';
import { textPrint } from '../../../../../src-main/engine/data/guards/text-print.ts';
import type { NearReport } from '../../../../../src-shared/domain/data-report.ts';
import { createRandom } from '../../../../../src-shared/lib/random.ts';

const [HEIGHT, WIDTH] = [40, 30];

/** Waves of random lengths and places: no two alike. */
function picture(seed: number): Float32Array {
  const random = createRandom(seed).split('picture');
  const waves = Array.from({ length: 12 }, () => [
    random.nextNormal(),
    random.nextNormal() / 6,
    random.nextNormal() / 6,
    random.nextNormal(),
  ]);
  return Float32Array.from({ length: HEIGHT * WIDTH }, (_, i) => {
    const [y, x] = [Math.floor(i / WIDTH), i % WIDTH];
    return 128 + 12 * waves.reduce((sum, [a, u, v, w]) => sum + a! * Math.sin(u! * y + v! * x + w!), 0);
  });
}

const noisy = (values: Float32Array): Float32Array => {
  const random = createRandom(9).split('noise');
  return values.map(value => value + 1.5 * random.nextNormal());
};
const brighter = (values: Float32Array): Float32Array => values.map(value => 0.8 * value + 40);
const mirrored = (values: Float32Array): Float32Array => values.map((_, i) => values[i - (i % WIDTH) + (WIDTH - 1 - (i % WIDTH))]!);

/** Items, each with its split: 1 train, 2 validation, 3 test. */
async function found(kind: PrintKind, items: readonly (readonly [number, ArrayLike<number>])[], equal: number[] = []): Promise<NearReport> {
  const splitOf = Uint8Array.from(items, ([split]) => split);
  const finder = createNearFinder(kind, { splitOf, labelOf: item => `label ${item}` });
  items.forEach(([, values], i) => finder.add(values, equal[i] ?? i));
  return finder.report(async () => {});
}

describe('nearly equal pictures', () => {
  const kind = createPicturePrint([HEIGHT, WIDTH, 1]);
  const others = Array.from({ length: 200 }, (_, i) => [1, picture(100 + i)] as const);

  it('are found under noise and under another brightness, against an earlier part and not within one', async () => {
    const report = await found(kind, [
      ...others,
      [2, noisy(picture(100))],
      [3, brighter(picture(101))],
      [3, brighter(picture(102))],
      [1, noisy(picture(103))],
      [0, picture(104)],
    ]);
    expect(report).toMatchObject({ compared: 205, whole: true });
    expect(report.across).toEqual([
      { from: 'train', to: 'validation', items: 1 },
      { from: 'train', to: 'test', items: 2 },
    ]);
    expect(report.examples.map(({ twins }) => twins.map(({ item }) => item)).sort()).toEqual([
      [0, 200],
      [1, 201],
      [2, 202],
    ]);
  });

  it('are none among others, nor mirrored, nor those that are equal', async () => {
    const report = await found(
      kind,
      [...others, [3, picture(1)], [3, mirrored(picture(105))], [3, picture(100)]],
      [...others.keys(), 200, 201, 0],
    );
    expect(report.across).toEqual([]);
  });

  it('may be of one grey, and of several channels', async () => {
    const colour = createPicturePrint([8, 8, 3]);
    const grey = new Uint8Array(192).fill(7);
    expect(
      (
        await found(colour, [
          [1, grey],
          [3, grey.map(() => 9)],
        ])
      ).across,
    ).toEqual([{ from: 'train', to: 'test', items: 1 }]);
  });
});

describe('nearly equal texts', () => {
  const text = (seed: number): Int32Array => {
    const random = createRandom(seed).split('text');
    return Int32Array.from({ length: 120 }, (_, i) => (i < 100 ? 2 + (random.nextUint32() % 500) : 0));
  };

  it('have most runs of three words in common, wherever they stand', async () => {
    const changed = text(1);
    changed[50] = 1;
    // Three words come before all others, and three are lost at the end: 95 of 101 runs are the same.
    const moved = Int32Array.from([7, 8, 9, ...text(2).slice(0, 97), ...new Array<number>(20).fill(0)]);
    const report = await found(textPrint, [
      [1, text(1)],
      [1, text(2)],
      [1, text(3)],
      [3, changed],
      [3, moved],
      [3, text(4)],
    ]);
    expect(report.across).toEqual([{ from: 'train', to: 'test', items: 2 }]);
    for (const { likeness } of report.examples) expect(likeness).toBeGreaterThan(0.8);
  });

  it('is estimated to a few hundredths: 64 hashes of a Jaccard index of 1/3', () => {
    const shared = Array.from({ length: 502 }, (_, i) => i + 2);
    const half = (from: number): number[] => Array.from({ length: 500 }, (_, i) => i + from);
    const [a, b] = [textPrint.printOf([...shared, ...half(5000)])!, textPrint.printOf([...shared, ...half(9000)])!];
    expect(Math.abs(textPrint.alike(a.code, b.code) - 1 / 3)).toBeLessThan(0.15);
  });

  it('that are empty are like nothing', async () => {
    expect(
      (
        await found(textPrint, [
          [1, [0, 0]],
          [3, [0, 0]],
        ])
      ).across,
    ).toEqual([]);
  });
});

describe('nearly equal recordings', () => {
  const RATE = 8000;
  const hear = createSoundPipeline({
    ...{ kind: 'sound', sampleRate: RATE, seconds: 1, place: 'start', loudness: true, evenOut: false },
    features: { kind: 'log-mel', bands: 24, windowMs: 32, hopMs: 16, low: 60, range: 60 },
  });
  /**
   * Four tones that glide and swell, of half a second, after so much silence; noise all over it. Another take of it has its tones higher or
   * lower, earlier or later.
   */
  const sound = (seed: number, silenceMs = 0, noiseDb = Infinity, take = 0): Float32Array => {
    const random = createRandom(seed).split('sound');
    const other = createRandom(seed).split(`take ${take}`);
    const change = (): number => (take === 0 ? 0 : other.nextNormal());
    const tones = Array.from({ length: 4 }, () => [
      (200 + 3000 * random.next()) * (1 + 0.12 * change()),
      1500 * random.nextNormal(),
      random.next() + 0.2 * change(),
      0.05 + 0.2 * random.next(),
    ]);
    const samples = new Float32Array(((500 + silenceMs) * RATE) / 1000);
    for (let i = 0; i < RATE / 2; i++) {
      const t = i / RATE;
      samples[samples.length - RATE / 2 + i] = tones.reduce(
        (sum, [hertz, glide, middle, width]) =>
          sum + Math.sin(2 * Math.PI * (hertz! * t + (glide! * t ** 2) / 2)) * Math.exp(-(((t - middle! / 2) / width!) ** 2)),
        0,
      );
    }
    const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
    const noise = Math.sqrt(power / 10 ** (noiseDb / 10));
    return hear({ samples: samples.map(sample => sample + noise * random.nextNormal()), sampleRate: RATE }).values;
  };
  const kind = createSoundPrint(hear({ samples: new Float32Array(RATE), sampleRate: RATE }).shape);
  const others = Array.from({ length: 150 }, (_, i) => [1, sound(100 + i)] as const);

  it('are found wherever in their length they lie, not only by whole steps', async () => {
    const shifts = [5, 23, 60, 111, 200];
    const report = await found(kind, [...others, ...shifts.map((ms, i) => [3, sound(100 + i, ms)] as const)]);
    expect(report.across).toEqual([{ from: 'train', to: 'test', items: 5 }]);
    expect(report.examples.map(({ twins: [first, second] }) => second.item - first.item)).toEqual([150, 150, 150, 150, 150]);
  });

  it.each([30, 20])('are found under noise %s dB below them, and later under noise', async dB => {
    const twins = [0, 0, 0, 37, 37].map((ms, i) => [3, sound(110 + i, ms, dB)] as const);
    const report = await found(kind, [...others, ...twins]);
    expect(report.across).toEqual([{ from: 'train', to: 'test', items: twins.length }]);
    expect(report.examples.map(({ twins: [first, second] }) => second.item - first.item)).toEqual(twins.map(() => 140));
  });

  it('are no other takes of the same, though some are more alike than other recordings', async () => {
    const takes = Array.from({ length: 40 }, (_, i) => [3, sound(100 + i, 0, Infinity, 1)] as const);
    expect((await found(kind, [...others, ...takes])).across).toEqual([]);
    expect((await found({ ...kind, least: 0.4 }, [...others, ...takes])).across[0]?.items).toBeGreaterThan(4);
  });

  it('are none among others, nor what is played backwards, nor silence, nor two of nothing but noise', async () => {
    const steps = hear({ samples: new Float32Array(RATE), sampleRate: RATE }).shape[0];
    const backwards = sound(101).map((_, i, all) => all[(steps - 1 - Math.floor(i / 24)) * 24 + (i % 24)]!);
    const silence = new Float32Array(steps * 24).fill(-60);
    const [rush, hiss] = [sound(7, 0, -40), sound(8, 0, -40)];
    const report = await found(kind, [
      ...others,
      [1, silence],
      [1, rush],
      [3, sound(1)],
      [3, backwards],
      [3, silence.map(() => -50)],
      [3, hiss],
    ]);
    expect(report.across).toEqual([]);
  });
});
