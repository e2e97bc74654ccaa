import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetManifest } from '../../src-shared/domain/dataset.ts';
import type { StepForecast } from '../../src-shared/domain/forecast.ts';
import { discardDraft, draftOf, draftRows, keepDraft } from '../../src-main/services/drafts.ts';
import { forecastRecipe } from '../../src-main/services/forecast/forecast.ts';
import { removeRecipe, savedRecipes, saveRecipe } from '../../src-main/services/saved-recipes.ts';
import { insertStudy } from '../../src-main/stores/study-store.ts';
import { openWorkspace } from '../../src-main/stores/open-workspace.ts';
import { failureOf } from '../support/failure-of.ts';
import { openStage } from '../support/run-stage.ts';
import { hash, HOLDER, modelOutput } from '../support/store-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const draft = { kind: 'train', name: 'wide', touched: true, state: { step: 'how', recipe: { name: 'wide' } } };

describe('drafts', () => {
  it('survive that the workspace is closed and opened', () => {
    const folder = join(temporaryFolder(), 'digits');
    const first = openWorkspace(folder, HOLDER);
    const id = keepDraft({ db: first.db, newId: () => 'd1', nowMs: () => 7 }, draft);
    first.close();
    const second = openWorkspace(folder, HOLDER);
    expect(draftOf(second, id)).toEqual({ id: 'd1', kind: 'train', name: 'wide', createdMs: 7, updatedMs: 7, state: draft.state });
    second.close();
  });

  it('are replaced by id, keep the date they were begun, and are listed last changed first', () => {
    const { context } = openStage();
    let now = 0;
    const world = { ...context, nowMs: () => ++now };
    const first = keepDraft(world, draft);
    const second = keepDraft(world, { ...draft, name: 'deep' });
    keepDraft(world, { ...draft, id: first, state: { step: 'review' } });
    expect(draftRows(context).map(({ id }) => id)).toEqual([first, second]);
    expect(draftOf(context, first)).toMatchObject({ createdMs: 1, updatedMs: 3, state: { step: 'review' } });
  });

  it('nobody touched are not listed, and go when the next is begun', () => {
    const { context } = openStage();
    const untouched = keepDraft(context, { ...draft, touched: false });
    expect(draftRows(context)).toEqual([]);
    expect(draftOf(context, untouched).name).toBe('wide');
    const next = keepDraft(context, { ...draft, touched: false });
    expect(failureOf(() => draftOf(context, untouched)).code).toBe('not-found');
    keepDraft(context, { ...draft, id: next });
    keepDraft(context, { ...draft, id: next, touched: false });
    expect(draftRows(context)).toHaveLength(1);
  });

  it('are gone once discarded', () => {
    const { context } = openStage();
    const id = keepDraft(context, draft);
    expect([discardDraft(context, id), discardDraft(context, id)]).toEqual([true, false]);
  });
});

describe('saved recipes', () => {
  it('have a name of their own; one that is taken is replaced only when asked', () => {
    const { context } = openStage();
    const id = saveRecipe(context, { name: 'tour', text: 'a', replace: false });
    const refusal = failureOf(() => saveRecipe(context, { name: 'tour', text: 'b', replace: false }));
    expect(refusal).toMatchObject({ code: 'invalid-input', path: 'name' });
    expect(saveRecipe(context, { name: 'tour', text: 'b', replace: true })).toBe(id);
    expect(savedRecipes(context).map(({ name, text }) => [name, text])).toEqual([['tour', 'b']]);
    expect(removeRecipe(context, id)).toBe(true);
    expect(savedRecipes(context)).toEqual([]);
  });
});

/** 60 items of 4 numbers in 3 classes; 40 to train on, 10 and 10 beside. */
const MANIFEST: DatasetManifest = {
  ...{ version: 1, name: 'points', reader: 'builtin', items: 60, preprocessing: [], sources: [], warnings: [] },
  input: { kind: 'table', file: { hash: hash('1'), bytes: 960 }, dtype: 'float32', shape: [60, 4] },
  target: { task: 'classes', classes: ['a', 'b', 'c'], label: 'kind', file: { hash: hash('2'), bytes: 240 }, dtype: 'int32', shape: [60] },
  splits: {
    train: { file: { hash: hash('3'), bytes: 160 }, dtype: 'uint32', shape: [40] },
    validation: { file: { hash: hash('4'), bytes: 40 }, dtype: 'uint32', shape: [10] },
    test: { file: { hash: hash('5'), bytes: 40 }, dtype: 'uint32', shape: [10] },
  },
};

/** What the stage's import yields. */
const MANIFEST_OF = hash('d');
const digits = { do: 'import-data', source: 'builtin:mnist' };
const train = (hidden: readonly number[], epochs: number) => ({ do: 'train', data: 'digits', model: { preset: 'mlp', hidden }, epochs });
const recipe = (steps: Readonly<Record<string, unknown>>): string => JSON.stringify({ espalier: 1, name: 'staged', steps });

describe('a forecast', () => {
  it('says what it does not know before anything was imported or measured', async () => {
    const { context } = openStage();
    const [data, net] = await forecastRecipe(context, recipe({ digits, net: train([8], 2) }));
    expect(data).toMatchObject({ memory: { unknown: 'not-computed' }, time: { unknown: 'nothing-measured' } });
    expect(net).toMatchObject({ memory: { unknown: 'data-not-imported' }, time: { unknown: 'data-not-imported' }, model: null });
  });

  it('scales the time of a job that ran here, and reads memory off the network', async () => {
    let now = 1000;
    const bytes = new TextEncoder().encode(JSON.stringify(MANIFEST));
    const stage = openStage({ nowMs: () => now, readArtifact: () => Promise.resolve(bytes) });
    stage.start({ digits, net: train([8], 2) });
    await stage.settled();
    stage.started[0]!.end();
    await stage.settled();
    now += 10_000;
    // 4·8 + 8·3 multiplications an item: what such a network costs.
    const output = modelOutput(hash('6'));
    stage.started[1]!.end({
      state: 'succeeded',
      output: { ...output, summary: { ...output.summary, size: { ...output.summary.size, multiplyAdds: 56 } } },
    });
    await stage.settled();
    const net = async (step: unknown): Promise<StepForecast> => (await forecastRecipe(stage.context, recipe({ digits, net: step })))[1]!;
    const same = await net(train([8], 2));
    expect(same.model).toEqual({ parameters: 4 * 8 + 8 + 8 * 3 + 3, multiplyAdds: 56 });
    expect(same.time).toMatchObject({ ms: 10_000, scale: 1, jobs: 1 });
    expect((await net(train([8], 6))).time).toMatchObject({ ms: 30_000, scale: 3 });
    expect((await net(train([16], 2))).time).toMatchObject({ scale: 2 });
    const { memory } = same;
    if ('unknown' in memory) throw new Error('The memory is known');
    expect(memory.dataBytes).toBe(960 + 240);
    expect(memory.totalBytes).toBe(memory.engineBytes + memory.parameterBytes + memory.activationBytes + memory.dataBytes);
    await stage.close();
  });

  it('of a step that comes apart counts its parts, as many at once as there are cores', async () => {
    let now = 1000;
    const bytes = new TextEncoder().encode(JSON.stringify(MANIFEST));
    const stage = openStage({ cores: 2, nowMs: () => now, readArtifact: () => Promise.resolve(bytes) });
    const folds = { ...train([8], 2), do: 'cross-validate', folds: { k: 4 } };
    stage.start({ digits, folds });
    await stage.settled();
    stage.started[0]!.end();
    await stage.settled();
    expect([...stage.alive].map(({ request }) => request.kind)).toEqual(['cross-validate-part', 'cross-validate-part']);
    now += 10_000;
    const made = modelOutput(hash('6'));
    const whole = { ...made, summary: { ...made.summary, size: { ...made.summary.size, multiplyAdds: 56 } } };
    stage.started[1]!.end({ state: 'succeeded', output: { kind: 'part', members: [], whole } });
    await stage.settled();
    const forecast = (await forecastRecipe(stage.context, recipe({ digits, folds })))[1]!;
    // Four folds and the network of all items, two at a time.
    expect(forecast.time).toMatchObject({ ms: 30_000, scale: 1, jobs: 1, from: { step: 'folds/fold' } });
    await stage.close();
  });

  it('of a search counts its trials and their folds, of a network that is typical of its space', async () => {
    let now = 1000;
    const bytes = new TextEncoder().encode(JSON.stringify(MANIFEST));
    const stage = openStage({ cores: 2, nowMs: () => now, readArtifact: () => Promise.resolve(bytes) });
    const search = (budget: object, more: object = {}) => ({
      ...{ do: 'search', data: 'digits', space: { model: { preset: 'mlp', hidden: [4] }, batchSize: { choose: [16, 32] } }, processes: 1 },
      ...{ budget, scheduler: { kind: 'none' }, control: 'never', confirm: { top: 0 }, ...more },
    });
    stage.start({ digits, best: search({ trials: 4, epochs: 3 }) });
    await stage.settled();
    stage.started[0]!.end();
    await stage.settled();
    now += 10_000;
    stage.started[1]!.end({ state: 'succeeded', output: { kind: 'part', members: [], whole: null } });
    await stage.settled();
    const best = async (step: unknown): Promise<StepForecast> => (await forecastRecipe(stage.context, recipe({ digits, best: step })))[1]!;
    const same = await best(search({ trials: 4, epochs: 3 }));
    expect(same).toMatchObject({ model: { parameters: 4 * 4 + 4 + 4 * 3 + 3 }, time: { ms: 10_000, scale: 1, jobs: 1 } });
    expect((await best(search({ trials: 12, epochs: 3 }))).time).toMatchObject({ ms: 30_000 });
    expect((await best(search({ trials: 12, epochs: 3, totalEpochs: 18 }))).time).toMatchObject({ ms: 15_000 });
    expect((await best(search({ trials: 4, epochs: 3 }, { crossValidation: { folds: { k: 5 } } }))).time).toMatchObject({ ms: 50_000 });
    expect((await best(search({ trials: 4, epochs: 3 }, { confirm: { top: 2, seeds: 2 } }))).time).toMatchObject({ ms: 20_000 });
    const [searched, trained] = [same, await best({ ...train([4], 3), model: { preset: 'mlp', hidden: [4] } })].map(({ memory }) => memory);
    // A trial is trained: its gradients and the optimizer's state are counted.
    expect(searched).toMatchObject({ parameterBytes: (trained as { parameterBytes: number }).parameterBytes });
    await stage.close();
  });

  it('of a search deals its trials out among the processes there are cores for, and knows whether random search will stand beside it', async () => {
    let now = 1000;
    const bytes = new TextEncoder().encode(JSON.stringify(MANIFEST));
    const stage = openStage({ cores: 2, nowMs: () => now, readArtifact: () => Promise.resolve(bytes) });
    const search = (processes: number, control: string) => ({
      ...{
        do: 'search',
        data: 'digits',
        space: { model: { preset: 'mlp', hidden: [4] }, batchSize: { choose: [16, 32] } },
        processes,
        control,
      },
      ...{ budget: { trials: 8, epochs: 3 }, scheduler: { kind: 'none' }, confirm: { top: 0 } },
    });
    const run = stage.start({ digits, best: search(3, 'never') });
    await stage.settled();
    stage.started[0]!.end();
    await stage.settled();
    const part = { state: 'succeeded', output: { kind: 'part', members: [], whole: null, study: 'the-study' } } as const;
    // Two at once; the third comes when all is done.
    now += 10_000;
    stage.started[1]!.end(part);
    stage.started[2]!.end(part);
    await stage.settled();
    now += 10;
    stage.started[3]!.end(part);
    await stage.settled();
    const ms = async (step: object): Promise<number> => {
      const { time } = (await forecastRecipe(stage.context, recipe({ digits, best: step })))[1]!;
      if ('unknown' in time) throw new Error(`The time is known: ${time.unknown}`);
      return time.ms;
    };
    expect([await ms(search(1, 'never')), await ms(search(2, 'never')), await ms(search(9, 'never'))]).toEqual([20_000, 10_000, 10_000]);
    expect(await ms({ ...search(2, 'never'), repeat: 2 })).toBe(20_000);
    expect(await ms({ ...search(1, 'never'), repeat: 2 })).toBe(20_000);
    expect([await ms(search(2, 'always')), await ms(search(2, 'first'))]).toEqual([20_000, 20_000]);
    const study = { id: 's', key: 'k', runId: run, step: 'best', data: MANIFEST_OF, spec: {}, seed: 1, previous: null, createdMs: now };
    insertStudy(stage.context.db, { ...study, id: 'other', key: 'other', data: hash('8'), control: true });
    insertStudy(stage.context.db, { ...study, control: false });
    expect(await ms(search(2, 'first'))).toBe(20_000);
    insertStudy(stage.context.db, { ...study, id: 't', key: 'l', control: true });
    expect(await ms(search(2, 'first'))).toBe(10_000);
    await stage.close();
  });
});
