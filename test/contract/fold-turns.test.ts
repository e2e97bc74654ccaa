import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import type { LoadedDataset } from '../../src-main/engine/data/load-dataset.ts';
import { withSplits } from '../../src-main/engine/data/with-splits.ts';
import { dealFolds } from '../../src-main/engine/evaluation/cross-validation/deal-folds.ts';
import { memberSeed } from '../../src-main/engine/evaluation/cross-validation/fold-training.ts';
import {
  trainInTurns,
  type FoldEpoch,
  type FoldTurnHooks,
  type FoldTurns,
} from '../../src-main/engine/evaluation/cross-validation/fold-turns.ts';
import { trainCandidate } from '../../src-main/engine/evaluation/cross-validation/train-candidate.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../src-shared/lib/tensor-file.ts';
import { foldData } from '../support/fold-data.ts';
import { graphOf } from '../support/graphs.ts';
import { ADAM, recorder } from '../support/small-training.ts';

const EPOCHS = 4;
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
  schedule: { kind: 'cosine', floor: 0 },
  epochs: EPOCHS,
  batchSize: 8,
  weightDecay: 0,
  keep: 'best',
} as const;
const request = { folds: { kind: 'shuffled', k: 3, repeats: 1, stratify: true, seed: 2 }, of: 'train' } as const;

let engine: Engine;
let data: LoadedDataset;
beforeAll(async () => {
  engine = await createCpuEngine();
  ({ data } = await foldData({ rows: 60 }));
});

interface Told extends FoldTurnHooks {
  readonly epochs: FoldEpoch[];
  readonly snapshots: TensorFile[];
}

function listener(change: Partial<FoldTurnHooks> = {}): Told {
  const epochs: FoldEpoch[] = [];
  const { afterEpoch: _none, ...hooks } = recorder();
  const afterEpoch = (epoch: FoldEpoch) => Promise.resolve((epochs.push(epoch), 'on' as const));
  return { ...hooks, turn: () => Promise.resolve(), snapshots: hooks.snapshots, epochs, afterEpoch, ...change };
}

function train(hooks: Told, change: Partial<FoldTurns> = {}): Promise<TensorFile | null> {
  const candidate = { graph, graphOf: () => graph, settings };
  const turns = {
    engine,
    candidate,
    fit: (own: LoadedDataset) => own,
    data,
    folds: dealFolds(data, request),
    seed: 4,
    until: EPOCHS,
    stride: EPOCHS,
  };
  return trainInTurns({ ...turns, ...change }, hooks);
}

const figuresOf = ({ epochs }: Told) => epochs.map(({ epoch, figures }) => ({ epoch, figures }));
const filed = (snapshot: TensorFile | null): TensorFile => decodeTensorFile(encodeTensorFile(snapshot!));

describe('networks of folds, trained in turn', () => {
  it('count with the mean over folds of what each, alone, makes of its held-out items', async () => {
    const hooks = listener();
    expect(await train(hooks)).toBeNull();
    expect(hooks.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    const alone: number[] = [];
    for (const fold of dealFolds(data, request).list) {
      const own = withSplits(data, { train: fold.trained, validation: fold.heldOut });
      const candidate = { graph, graphOf: () => graph, settings: { ...settings, keep: 'last' } } as const;
      const { validation } = await trainCandidate({ engine, candidate, data: own, seed: memberSeed(4, fold) }, recorder());
      alone.push(validation!.last.loss);
    }
    const { loss } = hooks.epochs.at(-1)!.figures;
    const mean = alone.reduce((sum, value) => sum + value, 0) / 3;
    const deviation = Math.sqrt(alone.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
    expect(loss!.mean).toBeCloseTo(mean, 12);
    expect(loss!.standardError).toBeCloseTo(deviation / Math.sqrt(3), 12);
  });

  it('come to the same bits in turns of any length', async () => {
    const [whole, single] = [listener(), listener()];
    await train(whole);
    await train(single, { stride: 1 });
    expect(figuresOf(single)).toEqual(figuresOf(whole));
  });

  it('go on after a pause as if there had been none', async () => {
    const undisturbed = listener();
    await train(undisturbed);
    const first = listener();
    const rung = await train(first, { until: 1 });
    const rest = listener({ resumeFrom: filed(rung) });
    expect(await train(rest)).toBeNull();
    expect([...figuresOf(first), ...figuresOf(rest)]).toEqual(figuresOf(undisturbed));
  });

  it('stop where they are told to, between two rungs too', async () => {
    const told: number[] = [];
    const stopped = listener({ afterEpoch: ({ epoch }) => Promise.resolve((told.push(epoch), epoch === 2 ? 'pause' : 'on')) });
    expect(await train(stopped, { stride: 1 })).not.toBeNull();
    expect(told).toEqual([1, 2]);
  });

  it('go on from any snapshot to the same bits', { timeout: 60_000 }, async () => {
    const saved = listener({ checkpointDue: () => true });
    await train(saved, { stride: 2 });
    expect(saved.snapshots.length).toBeGreaterThan(12);
    for (const snapshot of saved.snapshots.filter((_, i) => i % 5 === 0)) {
      const again = listener({ resumeFrom: filed(snapshot) });
      await train(again, { stride: 2 });
      const known = EPOCHS - again.epochs.length;
      expect(figuresOf(again)).toEqual(figuresOf(saved).slice(known));
    }
  });
});
