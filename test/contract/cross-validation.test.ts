import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { chooseCandidate } from '../../src-main/engine/evaluation/cross-validation/choose-candidate.ts';
import { dealFolds } from '../../src-main/engine/evaluation/cross-validation/deal-folds.ts';
import { trainFolds, trainOnAll, type TrainedFold } from '../../src-main/engine/evaluation/cross-validation/fold-training.ts';
import type { Candidate } from '../../src-main/engine/evaluation/cross-validation/train-candidate.ts';
import type { LoadedDataset } from '../../src-main/engine/data/load-dataset.ts';
import { outcomesOf } from '../../src-main/engine/evaluation/outcomes.ts';
import { predictSplit } from '../../src-main/engine/evaluation/predict.ts';
import { ensembleFigures, foldEnsemble } from '../../src-main/engine/fusion/fold-ensemble.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import type { TrainingHooks } from '../../src-main/engine/training/hooks.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { foldData } from '../support/fold-data.ts';
import { graphOf } from '../support/graphs.ts';
import { ADAM, bitsOf, recorder, seriesOf } from '../support/small-training.ts';

const graph = graphOf(
  {
    input: ['input', { shape: [3] }],
    fc1: ['dense', { units: 5, activation: 'relu', bias: true, initialiser: 'he-normal' }, 'input'],
    dropout1: ['dropout', { rate: 0.2 }, 'fc1'],
    fc2: ['dense', { units: 3, activation: 'linear', bias: true, initialiser: 'he-normal' }, 'dropout1'],
  },
  ['fc2'],
);
const settings = {
  optimizer: ADAM,
  schedule: { kind: 'constant' },
  epochs: 3,
  batchSize: 8,
  weightDecay: 0,
  keep: 'best',
} as const;
const request = { folds: { kind: 'shuffled', k: 3, repeats: 1, stratify: true, seed: 2 }, of: 'train' } as const;

const inner = { folds: { kind: 'shuffled', k: 2, repeats: 1, stratify: true, seed: 5 }, rule: 'least' } as const;
const candidate = (own: Candidate['settings']): Candidate => ({ graph, graphOf: () => graph, settings: own });
const training = { candidates: [candidate(settings)], inner, fit: (data: LoadedDataset) => data, of: 'train', seed: 4 } as const;

let engine: Engine;
let data: LoadedDataset;
beforeAll(async () => {
  engine = await createCpuEngine();
  ({ data } = await foldData({ rows: 60 }));
});

function run(hooks: TrainingHooks, which?: readonly number[]): Promise<readonly TrainedFold[]> {
  const { list } = dealFolds(data, request);
  const chosen = which === undefined ? list : which.map(number => list[number]!);
  return trainFolds({ ...training, engine, data }, chosen, hooks);
}

const essence = (trained: readonly TrainedFold[]): unknown =>
  trained.map(({ network, answers, figures }) => [bitsOf(network), [...answers.heldOut, ...answers.beside], { ...figures, trainingMs: 0 }]);

describe('the members of a cross-validation', () => {
  it('have the same bits whichever snapshot they go on from', { timeout: 60_000 }, async () => {
    const undisturbed = recorder();
    const expected = essence(await run(undisturbed));
    const saved = recorder({ checkpointDue: () => true });
    await run(saved);
    expect(saved.snapshots.length).toBeGreaterThan(9);
    for (const resumeFrom of saved.snapshots.filter((_, i) => i % 4 === 0)) {
      const again = recorder({ resumeFrom });
      expect(essence(await run(again))).toEqual(expected);
      for (const [point, value] of seriesOf(again.points)) expect(seriesOf(undisturbed.points).get(point)).toBe(value);
    }
  });

  it('are the same whether they share a job or have one each', async () => {
    const together = await run(recorder());
    const apart = [...(await run(recorder(), [0])), ...(await run(recorder(), [1])), ...(await run(recorder(), [2]))];
    expect(essence(apart)).toEqual(essence(together));
  });

  it('are judged on nothing they were trained on: labels turned round there change no weight, and every figure', async () => {
    const [before] = await run(recorder(), [0]);
    const heldOut = new Set(before!.fold.heldOut);
    const turned = turnedData(heldOut);
    const { list } = dealFolds(data, request);
    const [after] = await trainFolds({ ...training, engine, data: turned }, [list[0]!], recorder());
    expect(bitsOf(after!.network)).toBe(bitsOf(before!.network));
    expect(after!.figures.metrics['accuracy']).not.toBe(before!.figures.metrics['accuracy']);
  });

  it('leave no tensor behind', async () => {
    const before = engine.tf.memory().numTensors;
    await run(recorder(), [1]);
    expect(engine.tf.memory().numTensors).toBe(before);
  });
});

describe('members that choose among candidates', () => {
  const slow = { ...settings, optimizer: { ...ADAM, learningRate: 1e-7 } };
  const wild = { ...settings, optimizer: { kind: 'sgd', learningRate: 1e30, momentum: 0, nesterov: false } };
  const nested = {
    ...training,
    candidates: [candidate(slow), candidate(settings), candidate(wild)],
  };
  const chosenBy = (trained: readonly TrainedFold[]) => trained.map(({ figures }) => figures.choice);
  const runNested = (hooks: TrainingHooks, on = data) =>
    trainFolds({ ...nested, engine, data: on }, dealFolds(data, request).list.slice(0, 2), hooks);

  it(
    'take the one that is best within what they may learn from, and have the same bits whichever snapshot they go on from',
    { timeout: 120_000 },
    async () => {
      const expected = await runNested(recorder());
      for (const choice of chosenBy(expected)) {
        expect(choice).toMatchObject({ chosen: 1, candidates: [{ score: { mean: expect.any(Number) as number } }, {}, { score: null }] });
        expect(choice!.candidates[1]!.score!.mean).toBeLessThan(choice!.candidates[0]!.score!.mean);
      }
      const saved = recorder({ checkpointDue: () => true });
      await runNested(saved);
      for (const resumeFrom of saved.snapshots.filter((_, i) => i % 9 === 0)) {
        const again = await runNested(recorder({ resumeFrom }));
        expect(essence(again)).toEqual(essence(expected));
      }
    },
  );

  it('choose without a look at what they are judged on: labels turned round there change neither choice nor weights', async () => {
    const [before] = await runNested(recorder());
    const [after] = await runNested(recorder(), turnedData(new Set(before!.fold.heldOut)));
    expect(after!.figures.choice).toEqual(before!.figures.choice);
    expect(bitsOf(after!.network)).toBe(bitsOf(before!.network));
  });

  it('judge a candidate on inner items it did not learn: labels that follow from nothing are not foretold, however long it learns them', async () => {
    const odd = new Set(Uint32Array.from({ length: 60 }, (_, item) => item).filter(item => createRandom(item).next() < 0.5));
    const long = candidate({ ...settings, epochs: 60, keep: 'last', optimizer: { ...ADAM, learningRate: 0.03 } });
    const { choice } = await trainOnAll({ ...nested, candidates: [long, long], engine, data: turnedData(odd) }, recorder());
    for (const { score } of choice.candidates) expect(score!.mean).toBeGreaterThan(0.3);
  });

  it('are, of a single candidate, members as before; and on all items it is chosen as within a fold', async () => {
    expect(chosenBy(await run(recorder(), [0]))).toEqual([undefined]);
    const { network, choice } = await trainOnAll({ ...nested, engine, data }, recorder());
    expect(choice.chosen).toBe(1);
    const alone = await trainOnAll({ ...training, engine, data }, recorder());
    expect(bitsOf(network)).toBe(bitsOf(alone.network));
    await expect(
      trainOnAll({ ...nested, candidates: [nested.candidates[2]!, nested.candidates[2]!], engine, data }, recorder()),
    ).rejects.toThrow(/all 2 diverged/);
  });
});

it('the rule of one standard error takes the smallest that is as good', () => {
  const scored = [0.1, 0.12, 0.11, 0.3].map(mean => ({ score: { mean, standardError: 0.015 } }));
  expect(chooseCandidate(scored, [500, 100, 200, 10], 'least')).toBe(0);
  expect(chooseCandidate(scored, [500, 100, 200, 10], 'one-standard-error')).toBe(2);
  expect(chooseCandidate([{ score: null }, ...scored], [1, 500, 100, 200, 10], 'one-standard-error')).toBe(3);
});

describe('the members together', () => {
  it('are one model that answers with the mean of their probabilities, and its figures are those of that mean', async () => {
    const members = await run(recorder());
    const card = {
      name: 'model',
      task: 'classes',
      classes: data.manifest.target.classes,
      label: 'kind',
      inputShape: [3],
      preprocessing: [],
    } as const;
    const model = foldEnsemble({
      members: members.map(({ network: { parameters, masks } }) => ({ graph, parameters, masks, card })),
      data: { ...data, manifest: { ...data.manifest, preprocessing: [] } },
      places: null,
    });
    const call = { engine, ...model, data, split: 'validation', turn: () => Promise.resolve() } as const;
    const { outputs, targets } = await predictSplit(call);
    const answered = members.map(({ answers }) => outcomesOf({ task: 'classes', width: 3, targets, outputs: answers.beside }));
    const together = outcomesOf({ task: 'classes', width: 3, targets, outputs });
    if (together.task === 'values') throw new Error('classes are judged here');
    const { probabilities } = together;
    const mean = (k: number): number =>
      answered.reduce((sum, each) => sum + (each.task === 'values' ? NaN : each.probabilities[k]!), 0) / members.length;
    probabilities.forEach((probability, k) => expect(probability).toBeCloseTo(mean(k), 5));
    const figures = ensembleFigures(
      { task: 'classes', width: 3, targets },
      members.map(({ answers }) => answers.beside),
      null,
    );
    const right = together.answers.filter((answer, i) => answer === targets[i]).length;
    expect(figures.accuracy).toBeCloseTo(right / targets.length, 12);
  });
});

/** The same data with other answers to these items. */
function turnedData(items: ReadonlySet<number>): LoadedDataset {
  const stored = data.stored!;
  const targets = stored.targets.map((target, item) => (items.has(item) ? (target + 1) % 3 : target));
  return {
    ...data,
    stored: { ...stored, targets },
    gatherItems(numbers) {
      const found = data.gatherItems(numbers);
      return { ...found, targets: Int32Array.from(numbers, number => targets[number]!) };
    },
  };
}
