import { beforeAll, describe, expect, it } from 'vitest';
import { checkUp, type CheckUpSetup } from '../../src-main/engine/pruning/check-up.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import type { CheckUpReport } from '../../src-shared/domain/check-up.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { recorder, smallData, smallSetup } from '../support/small-training.ts';

let tf: TensorLibrary;
let trained: Pick<CheckUpSetup, 'parameters' | 'masks'>;
beforeAll(async () => {
  tf = await referenceEngine();
  trained = await runTraining(smallSetup(tf, { epochs: 20, earlyStopping: undefined }), recorder());
});

function setup(change: Partial<CheckUpSetup> = {}): CheckUpSetup {
  const { graph, data, seed, optimizer, batchSize } = smallSetup(tf);
  const settings = { levels: 4, items: 1000, tolerance: 0.01, fineTuneSteps: 0, seconds: 1e6 };
  const algorithms = { granularity: { kind: 'channels' }, criterion: { kind: 'kernel-norm', order: 'l1' } };
  return {
    tf,
    graph,
    data,
    seed,
    optimizer,
    batchSize,
    parameters: trained.parameters,
    masks: trained.masks,
    ...settings,
    ...algorithms,
    ...change,
  };
}

const cases = [
  { title: 'channels', change: {} },
  { title: 'weights', change: { granularity: { kind: 'weights' }, criterion: { kind: 'magnitude' } } },
  { title: 'channels by their gradients', change: { criterion: { kind: 'taylor', items: 8 } } },
  { title: 'channels with a short fine-tune', change: { fineTuneSteps: 3 } },
];

describe.each(cases)('a check-up of $title', ({ change }) => {
  it('measures every part at every level, goes on from any snapshot to the same report, and leaves no tensor behind', async () => {
    const saved = recorder({ checkpointDue: () => true });
    const before = tf.memory().numTensors;
    const report = await checkUp(setup(change), saved);
    expect(tf.memory().numTensors).toBe(before);
    expect(report.isComplete).toBe(true);
    for (const { points } of report.parts) {
      expect(points).toHaveLength(4);
      expect(points.map(({ removed }) => removed)).toEqual(points.map(({ removed }) => removed).sort((a, b) => a - b));
    }
    for (const [n, resumeFrom] of saved.snapshots.entries()) {
      const again = recorder({ resumeFrom });
      expect(await checkUp(setup(change), again)).toEqual(report);
      expect(again.reports).toHaveLength(saved.reports.length - n - 1);
    }
  });
});

describe('a check-up', () => {
  it('recommends the greatest share up to which every level stays within the tolerance', async () => {
    const report = await checkUp(setup({ tolerance: 0 }), recorder());
    const [part] = report.parts;
    expect([part!.name, part!.layers, part!.units, part!.scores!.length]).toEqual(['fc1', ['fc1'], 6, 6]);
    const within = part!.points.filter(({ accuracy }) => accuracy! >= report.base.accuracy!);
    const firstBad = part!.points.find(({ accuracy }) => accuracy! < report.base.accuracy!);
    const expected = within.filter(({ removed }) => removed < (firstBad?.removed ?? 1)).at(-1)?.removed ?? 0;
    expect(part!.recommended).toBe(expected);
    expect(report.fixed).toEqual([{ node: 'fc2', reason: 'its outputs are the model’s answers' }]);
    expect((await checkUp(setup({ tolerance: 1 }), recorder())).parts[0]!.recommended).toBe(part!.points.at(-1)!.removed);
  });

  it('measures every part once when its time is short, and says that it is not complete', async () => {
    const report: CheckUpReport = await checkUp(
      setup({ granularity: { kind: 'weights' }, criterion: { kind: 'magnitude' }, seconds: 0 }),
      recorder(),
    );
    expect(report.isComplete).toBe(false);
    expect(report.parts.map(({ points }) => points.length)).toEqual([1, 1]);
  });

  it('needs validation items and something that can be pruned', async () => {
    const data = smallData('classes', { train: 13, validation: 0, test: 0 });
    await expect(checkUp(setup({ data }), recorder())).rejects.toMatchObject({ error: { code: 'invalid-input', path: 'model' } });
    const granularity = { kind: 'n-of-m', keep: 2, of: 4 };
    await expect(checkUp(setup({ granularity }), recorder())).rejects.toMatchObject({ error: { path: 'granularity.kind' } });
  });
});
