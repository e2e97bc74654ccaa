import { expect, it } from 'vitest';
import type { NextTask } from '../../src-main/engine/search/study/lane-messages.ts';
import { previewSpace } from '../../src-main/services/studies/space-preview.ts';
import { createStudyService } from '../../src-main/services/studies/study-views.ts';
import { getStudy, listStudies, putTrials, trialsOf } from '../../src-main/stores/study-store.ts';
import { openStage, type Stage, type StagedJob } from '../support/run-stage.ts';
import { trialModel } from '../support/small-study.ts';

const MANIFEST = {
  input: { shape: [4, 2], file: { bytes: 32 } },
  target: { task: 'classes', classes: ['0', '1'], label: 'kind', shape: [4], file: { bytes: 4 } },
  preprocessing: [],
  splits: {},
};

const digits = { do: 'import-data', source: 'builtin:mnist' };
const best = {
  do: 'search',
  data: 'digits',
  space: { model: { preset: 'mlp', hidden: [8] }, optimizer: { kind: 'adam', learningRate: { from: 0.001, to: 0.1, scale: 'log' } } },
  ...{ scheduler: { kind: 'none' }, budget: { trials: 2, epochs: 1 }, control: 'never', confirm: { top: 0 }, processes: 1 },
};

/** Studies over a real store; the test trains the trials. */
function openStudies(more: Partial<Stage['context']> = {}): Stage {
  return openStage({ ...more, readArtifact: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(MANIFEST))) });
}

/** With its data imported, so that its lane is started. */
async function begunStudy(): Promise<Stage> {
  const stage = openStudies();
  stage.start({ digits, best });
  await stage.settled();
  stage.started[0]?.end();
  return stage;
}

/** The lane that was started last, once it is there. */
async function newestLane(stage: Stage): Promise<StagedJob> {
  await stage.settled();
  const lane = [...stage.alive].findLast(({ request }) => request.kind === 'search-lane');
  if (lane === undefined) throw new Error(`A lane is required, got ${[...stage.alive].map(({ request }) => request.kind).join()}`);
  return lane;
}

const USE = { cpuSeconds: 1, measuredJoules: null };
const ask = ({ events }: StagedJob, question: object): Promise<unknown> => events.ask!({ use: USE, ...question });
const askTask = async (lane: StagedJob): Promise<NextTask> => (await ask(lane, { about: 'task' })) as NextTask;

/** To the end of the study; its id, and the learning rates that were tried. */
async function trainAll(lane: StagedJob, first: NextTask): Promise<{ readonly study: string; readonly rates: readonly number[] }> {
  const rates: number[] = [];
  for (let task = first; ; task = await askTask(lane)) {
    if (!('trial' in task)) return { study: task.done, rates };
    const { trial, values } = task;
    rates.push((values['optimizer'] as { readonly learningRate: number }).learningRate);
    await ask(lane, { about: 'epoch', trial, report: { epoch: 1, values: { 'validation.accuracy': 0.5 } }, trainingMs: 1 });
    await ask(lane, { about: 'end', trial, end: { state: 'finished', checkpoint: null, model: trialModel(trial) } });
  }
}

it('a space edited while its search runs is a new study linked to the old, which goes on with the space it has', async () => {
  const stage = await begunStudy();
  const old = await newestLane(stage);
  const begun = await askTask(old);
  const edited = { ...best, space: { ...best.space, optimizer: { kind: 'adam', learningRate: { from: 1, to: 2 } } } };
  stage.start({ digits, best: edited });
  const changed = await newestLane(stage);
  expect(changed).not.toBe(old);
  const after = await trainAll(changed, await askTask(changed));
  const before = await trainAll(old, begun);
  expect(before.rates).toHaveLength(2);
  expect(before.rates.every(rate => rate <= 0.1)).toBe(true);
  expect(after.rates).toHaveLength(2);
  expect(after.rates.every(rate => rate >= 1)).toBe(true);
  const { db } = stage.context;
  expect(getStudy(db, after.study)).toMatchObject({ previous: before.study, finishedMs: expect.any(Number) as number });
  const views = createStudyService(stage.context);
  expect(await views.get(before.study)).toMatchObject({ previous: null, next: after.study });
  expect(await views.get(after.study)).toMatchObject({ previous: before.study, next: null });
  await stage.close();
});

it('done anew after the clock was set back is one study more, and not one for every question', async () => {
  let now = 1_000_000;
  const stage = openStudies({ nowMs: () => now });
  const recipe = JSON.stringify({ espalier: 1, name: 'staged', seed: 1, steps: { digits, best } });
  const run = async (): Promise<Awaited<ReturnType<typeof trainAll>>> => {
    stage.runs.start({ recipe, fresh: true, folder: '/ws' });
    await stage.settled();
    [...stage.alive].find(({ request }) => request.kind === 'import-data')?.end();
    const lane = await newestLane(stage);
    const trained = await trainAll(lane, await askTask(lane));
    lane.end({ state: 'succeeded', output: { kind: 'part', members: [], whole: null, study: trained.study } });
    await stage.settled();
    return trained;
  };
  const first = await run();
  now -= 3_600_000;
  const again = await run();
  expect(again.study).not.toBe(first.study);
  expect([first.rates, again.rates].map(rates => rates.length)).toEqual([2, 2]);
  expect(listStudies(stage.context.db, 10)).toHaveLength(2);
});

it('refuses folds of which what is held out would have been seen', async () => {
  const stage = openStudies();
  const crossValidation = { folds: { k: 2 } };
  stage.start({ digits, best: { ...best, crossValidation, space: { ...best.space, earlyStopping: { patience: 2 } } } });
  await stage.settled();
  stage.started[0]?.end();
  await expect(askTask(await newestLane(stage))).rejects.toThrow('can not stop it early too');
  await stage.close();
});

it('lists as the best what a trial has now, as its page does, not what it had on the way', async () => {
  const stage = await begunStudy();
  const lane = await newestLane(stage);
  const { study } = await trainAll(lane, await askTask(lane));
  const { db } = stage.context;
  const [first] = trialsOf(db, study);
  const report = first!.reports[0]!;
  const reports = [0.9, 0.4].map((value, i) => ({ ...report, epoch: i + 1, values: { ...report.values, 'validation.accuracy': value } }));
  putTrials(db, study, [{ ...first!, reports }]);
  const views = createStudyService(stage.context);
  const [listed] = await views.list(1);
  const { all, objectives } = await views.get(study);
  expect(objectives.map(({ metric }) => metric)).toEqual(['validation.accuracy']);
  expect(all.map(({ values }) => values)).toEqual([[0.4], [0.5]]);
  expect(listed!.best).toBe(0.5);
  await stage.close();
});

it('foretells what networks of a space cost, and what share of them a budget shuts out', async () => {
  const stage = openStudies();
  const preview = (step: object) =>
    previewSpace(stage.context, JSON.stringify({ espalier: 1, name: 'staged', seed: 1, steps: { digits, best: step } }), 'best');
  const space = { model: { preset: 'mlp', hidden: [{ from: 1, to: 100 }] } };
  expect(await preview({ ...best, space })).toBeNull();
  stage.start({ digits });
  await stage.settled();
  stage.started[0]?.end();
  await stage.settled();
  // Two inputs, two classes: 5 parameters a unit and 2, so that 49 units are allowed.
  const limited = { ...best, space, budget: { ...best.budget, parameters: 247 } };
  const [one, other] = [await preview(limited), await preview({ ...best, space })];
  const [parameters, multiplyAdds, bytes] = one!.figures;
  expect(one!.drawn).toBeGreaterThan(20);
  expect([(parameters!.least - 2) % 5, (parameters!.greatest - 2) % 5]).toEqual([0, 0]);
  expect(parameters!.least).toBeLessThan(60);
  expect(parameters!.greatest).toBeGreaterThan(450);
  expect(multiplyAdds!.greatest).toBe(((parameters!.greatest - 2) / 5) * 4);
  expect(bytes!.least).toBeGreaterThan(4 * parameters!.least);
  expect(one!.refused).toBe(parameters!.over);
  // On the scale of widths, a logarithm, ln 100.5/49.5 of ln 201 are wider.
  expect(Math.abs(one!.refused / one!.drawn - 0.134)).toBeLessThan(0.07);
  expect(other).toMatchObject({ refused: 0, unbuilt: null });
  const images = { model: { preset: 'lenet5' }, batchSize: { choose: [16, 32] } };
  const none = await preview({ ...best, space: images });
  expect(none).toMatchObject({ refused: none!.drawn, figures: [], unbuilt: { count: none!.drawn } });
  await expect(preview({ ...digits })).rejects.toThrow(/a step that searches is required/);
  await stage.close();
});
