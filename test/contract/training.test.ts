import { beforeAll, describe, expect, it } from 'vitest';
import { pruneWeights, type PruningSetup } from '../../src-main/engine/pruning/prune-weights.ts';
import { pruningSchedules } from '../../src-main/engine/pruning/schedules/index.ts';
import { criteria } from '../../src-main/engine/pruning/criteria/index.ts';
import { optimizers } from '../../src-main/engine/training/optimizers/index.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import { schedules } from '../../src-main/engine/training/schedules/index.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import type { CatalogEntry } from '../../src-shared/domain/params/param-spec.ts';
import type { TensorFile } from '../../src-shared/lib/tensor-file.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { ADAM, bitsOf, recorder, seriesOf, smallSetup, undisturbedAndResumed } from '../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

function defaultsOf(entry: CatalogEntry, change: object = {}): Readonly<Record<string, unknown>> {
  const parsed = parseParams(entry.params, { ...change });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { kind: entry.id, ...parsed.value };
}

function pruningSetup(change: Partial<PruningSetup> = {}): PruningSetup {
  const { weightDecay: _decay, earlyStopping: _stop, keep: _keep, schedule: _schedule, epochs: _epochs, ...shared } = smallSetup(tf);
  return {
    ...shared,
    criterion: { kind: 'magnitude' },
    target: { keep: { fc1: 0.25, fc2: 0.4 } },
    scope: 'per-layer',
    schedule: { kind: 'cubic', epochs: 2, every: 2 },
    fineTune: { epochs: 1, learningRate: 0.005 },
    ...change,
  };
}

const optimizerCases = [
  ...optimizers.all.map(entry => ({ title: entry.id, value: defaultsOf(entry) })),
  { title: 'sgd with Nesterov', value: defaultsOf(optimizers.require('sgd'), { nesterov: true }) },
  { title: 'sgd without momentum', value: defaultsOf(optimizers.require('sgd'), { momentum: 0 }) },
  { title: 'rmsprop with momentum', value: defaultsOf(optimizers.require('rmsprop'), { momentum: 0.5 }) },
];

describe.each(optimizerCases)('training with $title', ({ value: optimizer }) => {
  it('goes on from the snapshot of any step to the same bits and the same curve', async () => {
    const { undisturbed, saved, resumed } = await undisturbedAndResumed(hooks => runTraining(smallSetup(tf, { optimizer }), hooks));
    expect(saved.snapshots).toHaveLength(8 + 2);
    const curve = seriesOf(saved.points);
    for (const { result, points } of resumed) {
      expect(bitsOf(result)).toBe(bitsOf(undisturbed));
      for (const [key, point] of points) expect(point).toBe(curve.get(key));
    }
  });

  it('keeps masked weights, their slots and nothing else at exactly zero', async () => {
    const mask = Uint8Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? 0 : 1));
    const hooks = recorder({ checkpointDue: () => true });
    const result = await runTraining(smallSetup(tf, { optimizer, masks: { 'fc1/kernel': mask }, keep: 'last' }), hooks);
    const final = hooks.snapshots.at(-1)!.tensors;
    const arrays = Object.entries(final).filter(([name]) => name.includes('fc1/kernel') && !name.startsWith('masks/'));
    expect(arrays.length).toBeGreaterThan(0);
    for (const [name, { values }] of arrays) {
      for (const [i, bit] of mask.entries()) expect(values[i] === 0, `${name} at ${i}`).toBe(bit === 0);
    }
    for (const [i, bit] of mask.entries()) if (bit === 0) expect(Object.is(result.parameters['fc1/kernel']!.values[i], 0)).toBe(true);
  });

  it('leaves no tensor behind, whether it ends or is cancelled', async () => {
    const before = tf.memory().numTensors;
    await runTraining(smallSetup(tf, { optimizer }), recorder());
    expect(tf.memory().numTensors).toBe(before);
    const cancel = recorder({ turn: () => Promise.reject(new DOMException('stop', 'AbortError')) });
    await expect(runTraining(smallSetup(tf, { optimizer }), cancel)).rejects.toMatchObject({ name: 'AbortError' });
    expect(tf.memory().numTensors).toBe(before);
  });
});

it.each(schedules.all)('goes on half-way to the same bits under the schedule $id', async entry => {
  const setup = smallSetup(tf, { schedule: defaultsOf(entry) });
  const saved = recorder({ checkpointDue: () => true });
  const undisturbed = await runTraining(setup, saved);
  const resumed = await runTraining(setup, recorder({ resumeFrom: saved.snapshots[5]! }));
  expect(bitsOf(resumed)).toBe(bitsOf(undisturbed));
});

/** Parameters and slots are 0 where this snapshot's masks are, and what an earlier one pruned still is. */
function expectZeroWhereMasked({ tensors }: TensorFile, earlier: TensorFile | undefined): void {
  const masks = Object.entries(tensors).filter(([name]) => name.startsWith('masks/'));
  for (const [name, { values: mask }] of masks) {
    const kernel = name.slice('masks/'.length);
    const arrays = [`parameters/${kernel}`, `slots/${kernel}/m`, `slots/${kernel}/v`];
    const dead = [...mask.keys()].filter(i => mask[i] === 0);
    for (const i of dead) for (const array of arrays) expect(tensors[array]!.values[i] === 0).toBe(true);
    for (const [i, bit] of (earlier?.tensors[name]?.values ?? []).entries()) if (bit === 0) expect(mask[i]).toBe(0);
  }
}

const SHORT: Readonly<Record<string, object>> = { cubic: { epochs: 1 }, iterative: { rounds: 2, epochs: 1 } };
const pruningCases = pruningSchedules.all.flatMap(schedule =>
  criteria.all.flatMap(criterion =>
    (['per-layer', 'global'] as const).map(scope => ({
      title: `${schedule.id}, ${criterion.id}, ${scope}`,
      setup: {
        schedule: defaultsOf(schedule, SHORT[schedule.id]),
        criterion: defaultsOf(criterion),
        scope,
        target: scope === 'global' ? { sparsity: 0.7 } : { keep: { fc1: 0.25, fc2: 0.4 } },
      },
    })),
  ),
);

describe.each(pruningCases)('pruning: $title', ({ setup }) => {
  it('goes on from the snapshot of any step to the same bits', async () => {
    const { undisturbed, resumed } = await undisturbedAndResumed(hooks => pruneWeights(pruningSetup(setup), hooks));
    expect(resumed.length).toBeGreaterThan(0);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('meets its target, with masks that only grow and slots that are zero where masked', async () => {
    const hooks = recorder({ checkpointDue: () => true });
    const { parameters, masks } = await pruneWeights(pruningSetup(setup), hooks);
    const kept = (name: string): number => masks[name]!.reduce((sum, bit) => sum + bit, 0);
    if (setup.scope === 'global') expect(Object.keys(masks).reduce((sum, name) => sum + kept(name), 0)).toBe(13);
    else expect([kept('fc1/kernel'), kept('fc2/kernel')]).toEqual([6, 7]);
    for (const [name, mask] of Object.entries(masks)) {
      for (const [i, bit] of mask.entries()) if (bit === 0) expect(Object.is(parameters[name]!.values[i], 0)).toBe(true);
    }
    for (const [n, snapshot] of hooks.snapshots.entries()) expectZeroWhereMasked(snapshot, hooks.snapshots[n - 1]);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await pruneWeights(pruningSetup(setup), recorder());
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('pruning', () => {
  it('keeps an epoch that ended at the final sparsity, however good an earlier one was', async () => {
    const hooks = recorder({ checkpointDue: () => true });
    const { parameters } = await runTraining(smallSetup(tf, { epochs: 12, earlyStopping: undefined }), recorder());
    const schedule = { kind: 'iterative', rounds: 2, epochs: 2 };
    const setup = pruningSetup({ parameters, schedule, target: { keep: { fc1: 0.05, fc2: 0.06 } } });
    const { epochs, validation } = await pruneWeights(setup, hooks);
    const losses = hooks.points.filter(({ name }) => name === 'validation.loss').map(({ value }) => value);
    expect(Math.min(...losses.slice(0, 2))).toBeLessThan(Math.min(...losses.slice(2)));
    expect(epochs.kept).toBeGreaterThan(2);
    expect(validation!.kept.loss).toBe(Math.min(...losses.slice(2)));
  });

  it('prunes without any training when asked to, and measures the pruned model', async () => {
    const setup = pruningSetup({ schedule: { kind: 'one-shot' }, fineTune: { epochs: 0, learningRate: 0.001 } });
    const { parameters, masks, steps, epochs, validation } = await pruneWeights(setup, recorder());
    expect({ steps, epochs }).toEqual({ steps: 0, epochs: { run: 0, kept: 0, stoppedEarly: false } });
    expect(validation).not.toBeNull();
    const original = setup.parameters['fc1/kernel']!.values;
    for (const [i, bit] of masks['fc1/kernel']!.entries()) expect(parameters['fc1/kernel']!.values[i]).toBe(bit === 0 ? 0 : original[i]);
  });

  it('refuses a target that changes nothing before any step', async () => {
    const hooks = recorder();
    const refused = pruneWeights(pruningSetup({ target: { keep: { fc1: 1, fc2: 1 } } }), hooks);
    await expect(refused).rejects.toMatchObject({ error: { code: 'nothing-changed', path: 'target' } });
    expect(hooks.points).toEqual([]);
  });

  it('goes on where an earlier pruning stopped', async () => {
    const first = await pruneWeights(pruningSetup(), recorder());
    const { parameters, masks } = first;
    const second = await pruneWeights(pruningSetup({ parameters, masks, target: { keep: { fc1: 0.1 } }, optimizer: ADAM }), recorder());
    expect(second.masks['fc2/kernel']).toEqual(masks['fc2/kernel']);
    expect(second.masks['fc1/kernel']!.reduce((sum, bit) => sum + bit, 0)).toBe(2);
    for (const [i, bit] of masks['fc1/kernel']!.entries()) if (bit === 0) expect(second.masks['fc1/kernel']![i]).toBe(0);
  });
});
