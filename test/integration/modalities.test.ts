import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import { cli, recipeFile, resultOf } from '../support/cli.ts';
import { everyStep } from '../support/every-step.ts';
import { toneOf, wavOf } from '../support/sounds.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;

/** Thirty recordings of two tones, told apart by their name. */
function writeTones(folder: string): void {
  for (let i = 0; i < 30; i++) writeFileSync(join(folder, `${i % 2}_${i}.wav`), wavOf(toneOf(i % 2 === 0 ? 400 : 900, i % 5)));
}

function writeTexts(folder: string): void {
  const lines = Array.from({ length: 30 }, (_, i) =>
    JSON.stringify({ label: `${i % 2}`, text: i % 2 === 0 ? `good day ${i}` : `坏 night ${i}` }),
  );
  writeFileSync(join(folder, 'mails.jsonl'), lines.join('\n'));
}

/** Thirty rows, each with some of three labels; some with none. */
function writeLabels(folder: string): void {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `${i % 7},${i % 2},${['odd', 'third', 'late'].filter((_label, l) => (i >> l) % 2 === 1).join('|')}`,
  );
  writeFileSync(join(folder, 'rows.csv'), `a,b,tags\n${rows.join('\n')}\n`);
}

const SPLITS = { validation: 6, test: 6, seed: 1 };

/** A tiny data set of each kind, and a network of each that is pruned and factorised where it has a dense layer. */
const MODALITIES = {
  sound: {
    write: writeTones,
    import: {
      ...{ source: 'data', kind: 'audio-folder', names: '{class}_{take}', sampleRate: 8000, seconds: 0.1 },
      features: { kind: 'log-mel', bands: 8 },
    },
    model: { preset: 'small-cnn', filters: [4] },
    augment: [{ kind: 'time-shift', steps: 1 }, { kind: 'spec-mask', timeWidth: 2, bandWidth: 2 }, { kind: 'background-noise' }],
  },
  text: {
    write: writeTexts,
    import: { source: 'data/mails.jsonl', length: 6, atLeast: 1 },
    model: { preset: 'mlp', hidden: [8] },
    augment: [{ kind: 'word-dropout' }],
  },
  'several labels': {
    write: writeLabels,
    import: { source: 'data/rows.csv', kind: 'table', label: 'tags', task: 'labels' },
    model: { preset: 'mlp', hidden: [40] },
    augment: [{ kind: 'noise' }],
    thresholds: 'validation',
  },
} as const;

describe.each(Object.entries(MODALITIES))('every kind of step takes %s', (_, { write, import: how, model, augment, ...rest }) => {
  const steps = everyStep({ items: { ...how, splits: SPLITS }, model, augment, judging: rest });

  it('is known here, but for what reads no items', () => {
    const known = Object.values(steps).map(step => step.do);
    expect(new Set([...known, 'import-model'])).toEqual(new Set(stepKinds.all.map(kind => kind.id)));
  });

  it('and does its work', { timeout: 10 * MINUTES }, async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'data'));
    write(join(folder, 'data'));
    const done = await cli('run', recipeFile(folder, steps), '--workspace', join(folder, 'ws'), '--json');
    // A step of several parts has a result for each.
    const results = Object.entries(resultOf(done).steps).flatMap(([name, step]) =>
      (step.replicates ?? [step]).map(part => [name, part] as const),
    );
    expect(results.filter(([, { state }]) => state !== 'succeeded').map(([name, { error }]) => [name, error])).toEqual([]);
    const { files } = resultOf(done).steps['files']?.output as {
      readonly files: readonly { readonly verification: { readonly items: number } }[];
    };
    expect(new Set(files.map(file => file.verification.items))).toEqual(new Set([6]));
  });
});
