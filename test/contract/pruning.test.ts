import { beforeAll, describe, expect, it } from 'vitest';
import { costsOf } from '../../src-main/engine/graph/costs.ts';
import { criteria } from '../../src-main/engine/pruning/criteria/index.ts';
import { granularities } from '../../src-main/engine/pruning/granularities/index.ts';
import { pruneModel, type PruningResult } from '../../src-main/engine/pruning/prune-model.ts';
import type { PruningSetup } from '../../src-main/engine/pruning/pruning-setup.ts';
import { pruningSchedules } from '../../src-main/engine/pruning/schedules/index.ts';
import { optimizers } from '../../src-main/engine/training/optimizers/index.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { TensorFile } from '../../src-shared/lib/tensor-file.ts';
import { initialParameters } from '../../src-main/engine/graph/parameters.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { graphOf } from '../support/graphs.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import type { TrainingHooks } from '../../src-main/engine/training/hooks.ts';
import { CONSTANT, defaultsOf, smallPruning } from '../support/small-pruning.ts';
import { ADAM, bitsOf, recorder, smallSetup, undisturbedAndResumed } from '../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

const pruningSetup = (change: Partial<PruningSetup> = {}): PruningSetup => smallPruning(tf, change);

const prune = async (setup: PruningSetup, hooks: TrainingHooks): Promise<PruningResult['network']> =>
  (await pruneModel(setup, hooks)).network;

/** Short, and one that trains before it prunes where the criterion asks for it. */
const SCHEDULES: Readonly<Record<string, object>> = {
  cubic: { epochs: 1 },
  iterative: { rounds: 2, epochs: 1 },
  'lottery-ticket': { rounds: 2, epochs: 2, rewindTo: 1 },
  'at-initialisation': { rounds: 2, epochs: 1 },
};
const BEST_OF: Readonly<Record<string, string>> = { weights: 'magnitude', channels: 'kernel-norm', 'n-of-m': 'magnitude' };
const TARGETS: Readonly<Record<string, PruningSetup['target']>> = {
  weights: { keep: { fc1: 0.25, fc2: 0.4 } },
  channels: { keep: { fc1: 0.5 } },
};

const masking = granularities.all.filter(({ plan }) => plan !== undefined);

interface PruningCase {
  readonly title: string;
  readonly change: Partial<PruningSetup>;
}

const scheduleCases: readonly PruningCase[] = masking.flatMap(granularity =>
  pruningSchedules.all.map(schedule => ({
    title: `${granularity.id}, ${schedule.id}`,
    change: {
      granularity: defaultsOf(granularity),
      schedule: defaultsOf(schedule, SCHEDULES[schedule.id]),
      criterion: defaultsOf(criteria.require(BEST_OF[granularity.id]!)),
      target: TARGETS[granularity.id],
    },
  })),
);
const criterionCases: readonly PruningCase[] = criteria.all.flatMap(criterion =>
  masking
    .filter(({ id, units }) => criterion.units.includes(units) && id !== 'n-of-m')
    .flatMap(granularity =>
      (['per-layer', 'global', 'global-by-cost'] as const).map(scope => ({
        title: `${granularity.id}, ${criterion.id}, ${scope}`,
        change: {
          granularity: defaultsOf(granularity),
          criterion: defaultsOf(criterion),
          scope,
          target: granularity.id === 'weights' ? { sparsity: 0.7 } : { parameters: 0.6 },
        },
      })),
    ),
);

describe.each([...scheduleCases, ...criterionCases])('pruning: $title', ({ change }) => {
  it('goes on from the snapshot of any step, in any phase, to the same bits', async () => {
    const { undisturbed, resumed } = await undisturbedAndResumed(hooks => prune(pruningSetup(change), hooks));
    expect(resumed.length).toBeGreaterThan(0);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('removes something, with masks that only grow, and parameters and slots that are zero where masked', async () => {
    const hooks = recorder({ checkpointDue: () => true });
    const setup = pruningSetup(change);
    const { graph, parameters, masks } = await prune(setup, hooks);
    const isSmaller = costsOf(graph).total.parameters < costsOf(setup.graph).total.parameters;
    expect(isSmaller || Object.values(masks).some(mask => mask.includes(0))).toBe(true);
    for (const [name, mask] of Object.entries(masks)) {
      for (const [i, bit] of mask.entries()) if (bit === 0) expect(Object.is(parameters[name]!.values[i], 0)).toBe(true);
    }
    for (const [n, snapshot] of hooks.snapshots.entries()) expectZeroWhereMasked(snapshot, hooks.snapshots[n - 1]);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await prune(pruningSetup(change), recorder());
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** Parameters and slots are 0 where this snapshot's masks are, and what an earlier one of the phase pruned still is. */
function expectZeroWhereMasked({ tensors, metadata }: TensorFile, earlier: TensorFile | undefined): void {
  const masks = Object.entries(tensors).filter(([name]) => name.startsWith('masks/'));
  for (const [name, { values: mask }] of masks) {
    const array = name.slice('masks/'.length);
    const arrays = [`parameters/${array}`, `slots/${array}/m`, `slots/${array}/v`];
    const dead = [...mask.keys()].filter(i => mask[i] === 0);
    for (const i of dead) for (const one of arrays) expect(tensors[one]!.values[i] === 0).toBe(true);
    if (earlier?.metadata['phase'] !== metadata['phase']) continue;
    for (const [i, bit] of (earlier?.tensors[name]?.values ?? []).entries()) if (bit === 0) expect(mask[i]).toBe(0);
  }
}

describe('pruning weights', () => {
  const kept = (masks: Readonly<Record<string, Uint8Array>>, name: string): number => masks[name]!.reduce((sum, bit) => sum + bit, 0);

  it('meets a target per layer, and one over all layers, to the weight', async () => {
    const perLayer = await prune(pruningSetup(), recorder());
    expect([kept(perLayer.masks, 'fc1/kernel'), kept(perLayer.masks, 'fc2/kernel')]).toEqual([6, 7]);
    const { masks } = await prune(pruningSetup({ scope: 'global', target: { sparsity: 0.7 } }), recorder());
    expect(Object.keys(masks).reduce((sum, name) => sum + kept(masks, name), 0)).toBe(13);
  });

  it.each(optimizers.all)('holds its masks under $id', async entry => {
    const hooks = recorder({ checkpointDue: () => true });
    const { parameters, masks } = await prune(
      pruningSetup({ optimizer: defaultsOf(entry), fineTune: { epochs: 3, learningRate: 0.01, schedule: CONSTANT } }),
      hooks,
    );
    for (const [name, mask] of Object.entries(masks)) {
      for (const [i, bit] of mask.entries()) if (bit === 0) expect(Object.is(parameters[name]!.values[i], 0)).toBe(true);
    }
  });

  it('prunes without any training when asked to, and measures the pruned model', async () => {
    const setup = pruningSetup({ schedule: { kind: 'one-shot' }, fineTune: { epochs: 0, learningRate: 0.001, schedule: CONSTANT } });
    const { parameters, masks, steps, epochs, validation } = await prune(setup, recorder());
    expect({ steps, epochs }).toEqual({ steps: 0, epochs: { run: 0, kept: 0, stoppedEarly: false } });
    expect(validation).not.toBeNull();
    const original = setup.parameters['fc1/kernel']!.values;
    for (const [i, bit] of masks['fc1/kernel']!.entries()) expect(parameters['fc1/kernel']!.values[i]).toBe(bit === 0 ? 0 : original[i]);
  });

  it('keeps the best of the epochs at the final sparsity, however good an earlier one was', async () => {
    const hooks = recorder();
    const { parameters } = await runTraining(smallSetup(tf, { epochs: 12, earlyStopping: undefined }), recorder());
    const schedule = { kind: 'iterative', rounds: 2, epochs: 2 };
    const setup = pruningSetup({ parameters, schedule, target: { keep: { fc1: 0.05, fc2: 0.06 } } });
    const { validation } = await prune(setup, hooks);
    const losses = hooks.points.filter(({ name }) => name === 'validation.loss').map(({ value }) => value);
    expect(Math.min(...losses.slice(0, 2))).toBeLessThan(Math.min(...losses.slice(-2)));
    expect(validation!.kept.loss).toBe(Math.min(...losses.slice(-2)));
  });

  it('goes on where an earlier pruning stopped', async () => {
    const { parameters, masks } = await prune(pruningSetup(), recorder());
    const second = await prune(pruningSetup({ parameters, masks, target: { keep: { fc1: 0.1 } }, optimizer: ADAM }), recorder());
    expect(second.masks['fc2/kernel']).toEqual(masks['fc2/kernel']);
    expect(kept(second.masks, 'fc1/kernel')).toBe(2);
    for (const [i, bit] of masks['fc1/kernel']!.entries()) if (bit === 0) expect(second.masks['fc1/kernel']![i]).toBe(0);
  });

  it('keeps the best two of every four along the inputs', async () => {
    const { masks } = await prune(pruningSetup({ granularity: { kind: 'n-of-m', keep: 2, of: 4 }, target: undefined }), recorder());
    const mask = masks['fc1/kernel']!;
    for (let column = 0; column < 6; column++) expect([0, 1, 2, 3].reduce((sum, row) => sum + mask[row * 6 + column]!, 0)).toBe(2);
    // Six inputs: a block of four and one of two, which has no more than it may keep.
    expect(kept(masks, 'fc2/kernel')).toBe(3 * (2 + 2));
  });
});

describe('pruning channels', () => {
  const channels = { granularity: { kind: 'channels' }, criterion: { kind: 'kernel-norm', order: 'l1' } } as const;
  const units = (network: PruningResult['network']): unknown => network.graph.nodes.find(({ name }) => name === 'fc1')!.config['units'];

  it('cuts them for good, with everything that is indexed by them and the optimizer’s slots', async () => {
    const network = await prune(pruningSetup({ ...channels, target: { keep: { fc1: 0.5 } } }), recorder());
    expect(units(network)).toBe(3);
    expect(network.masks).toEqual({});
    expect(network.parameters['fc2/kernel']!.shape).toEqual([3, 3]);
    expect(network.slots['fc2/kernel/m']!.shape).toEqual([3, 3]);
    expect(network.slots['norm1/scale/v']!.shape).toEqual([3]);
  });

  it('cuts states of a recurrent layer, which computes then what it computed with them masked', async () => {
    const graph = graphOf(
      {
        input: ['input', { shape: [4] }],
        series: ['reshape', { shape: [2, 2] }, 'input'],
        memory: ['lstm', { units: 6 }, 'series'],
        fc2: ['dense', { units: 3 }, 'memory'],
      },
      ['fc2'],
    );
    const parameters = initialParameters(graph, createRandom(8).split('init'));
    const fineTune = { epochs: 0, learningRate: 0.01, schedule: CONSTANT };
    const target = { channels: { memory: [0, 2, 5] } };
    const setup = pruningSetup({ ...channels, graph, parameters, target, fineTune, schedule: { kind: 'one-shot' } });
    const hooks = recorder({ checkpointDue: () => true });
    const network = await prune(setup, hooks);
    expect(network.graph.nodes.find(({ name }) => name === 'memory')!.config['units']).toBe(3);
    expect(network.parameters['memory/recurrent']!.shape).toEqual([3, 12]);
    // The network was judged twice: masked, and cut.
    const [masked, cut] = hooks.points.filter(({ name }) => name === 'validation.loss').map(({ value }) => value);
    expect(cut).toBeCloseTo(masked!, 5);
  });

  it('hands the slots of what stays on to the fine-tune, as they were', async () => {
    const hooks = recorder({ checkpointDue: () => true });
    const fineTune = { epochs: 0, learningRate: 0.01, schedule: CONSTANT };
    const network = await prune(pruningSetup({ ...channels, target: { channels: { fc1: [1, 4] } }, fineTune }), hooks);
    const before = hooks.snapshots.filter(({ metadata }) => metadata['phase'] === '0').at(-1)!.tensors['slots/fc2/kernel/m']!.values;
    const expected = [0, 2, 3, 5].flatMap(row => [...before.slice(row * 3, row * 3 + 3)]);
    expect(expected.some(value => value !== 0)).toBe(true);
    expect([...network.slots['fc2/kernel/m']!.values]).toEqual(expected);
  });

  it('cuts exactly the channels that are chosen by hand, at once or along a schedule', async () => {
    const target = { channels: { fc1: [1, 4] } };
    const fineTune = { epochs: 0, learningRate: 0.01, schedule: CONSTANT };
    const setup = pruningSetup({ ...channels, target, fineTune, schedule: { kind: 'one-shot' } });
    const { parameters } = await prune(setup, recorder());
    const whole = setup.parameters['fc2/kernel']!.values;
    expect([...parameters['fc2/kernel']!.values]).toEqual([0, 2, 3, 5].flatMap(row => [...whole.slice(row * 3, row * 3 + 3)]));
    expect(units(await prune(pruningSetup({ ...channels, target }), recorder()))).toBe(4);
  });

  it.each(['parameters', 'multiplyAdds', 'bytes'] as const)('meets a budget of %s within one channel', async name => {
    const setup = pruningSetup({ ...channels, scope: 'global', target: { [name]: 0.6 } });
    const { graph } = await prune(setup, recorder());
    const amount = (of: PruningSetup['graph']): number => (name === 'bytes' ? setup.fileBytes(of) : costsOf(of).total[name]);
    const budget = 0.6 * amount(setup.graph);
    expect(amount(graph)).toBeLessThanOrEqual(budget);
    const wider = graph.nodes.map(node =>
      node.name === 'fc1' ? { ...node, config: { ...node.config, units: Number(node.config['units']) + 1 } } : node,
    );
    expect(amount({ ...graph, nodes: wider })).toBeGreaterThan(budget);
  });

  it('trains the controls that are asked for, which change nothing about the result', async () => {
    const setup = pruningSetup({ ...channels, target: { keep: { fc1: 0.5 } } });
    const alone = await pruneModel(setup, recorder());
    const hooks = recorder();
    const beside = await pruneModel({ ...setup, controls: { random: true, scratch: true, dense: true } }, hooks);
    expect(bitsOf(beside.network)).toBe(bitsOf(alone.network));
    expect(beside.controls.map(({ kind, epochs }) => [kind, epochs])).toEqual([
      ['random', 3],
      ['scratch', 4],
      ['dense', 3],
    ]);
    expect(new Set(beside.controls.map(({ validation }) => validation['loss'])).size).toBe(3);
    expect(hooks.reports.at(-1)!.fraction).toBe(1);
    expect(hooks.reports.map(({ fraction }) => fraction)).toEqual(hooks.reports.map(({ fraction }) => fraction).sort((a, b) => a - b));
  });

  it('goes on within any control to the same figures', async () => {
    const setup = pruningSetup({ ...channels, target: { keep: { fc1: 0.5 } }, controls: { random: true, scratch: true, dense: true } });
    const saved = recorder({ checkpointDue: () => true });
    const { controls } = await pruneModel(setup, saved);
    // One in each part: the pruning, the fine-tune, the three controls.
    for (let n = 3; n < saved.snapshots.length; n += 9) {
      const resumed = await pruneModel(setup, recorder({ resumeFrom: saved.snapshots[n]! }));
      expect(resumed.controls).toEqual(controls);
    }
  });

  it('keeps what it had when the fine-tune diverges, and says so', async () => {
    const hooks = recorder();
    const change = {
      ...channels,
      target: { keep: { fc1: 0.5 } },
      optimizer: { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false },
    };
    const fineTune = { epochs: 2, learningRate: 1e38, schedule: CONSTANT };
    const network = await prune(pruningSetup({ ...change, fineTune, gradientClipping: undefined }), hooks);
    expect(hooks.logs.join()).toContain('diverged');
    expect(units(network)).toBe(3);
    expect(Number.isFinite(network.validation!.kept.loss)).toBe(true);
  });
});

describe('pruning as far as a quality allows', () => {
  const algorithms = {
    granularity: { kind: 'channels' },
    criterion: { kind: 'kernel-norm', order: 'l1' },
    schedule: { kind: 'one-shot' },
  } as const;
  const lossOf = ({ validation }: PruningResult['network']): number => validation!.kept.loss;

  it('finds more to remove the lower the demand, and keeps what it asks for', async () => {
    const strict = await prune(pruningSetup({ ...algorithms, target: { loss: 1.5 } }), recorder());
    const loose = await prune(pruningSetup({ ...algorithms, target: { loss: 3 } }), recorder());
    expect(lossOf(strict)).toBeLessThanOrEqual(1.5);
    expect(lossOf(loose)).toBeLessThanOrEqual(3);
    const size = ({ graph }: PruningResult['network']): number => costsOf(graph).total.multiplyAdds;
    expect(size(loose)).toBeLessThanOrEqual(size(strict));
    expect(size(loose)).toBeLessThan(costsOf(smallSetup(tf).graph).total.multiplyAdds);
  });

  it('goes on within any probe to the same bits', async () => {
    const setup = pruningSetup({ ...algorithms, target: { loss: 1.5 }, controls: { random: true, scratch: false, dense: false } });
    const { undisturbed, resumed } = await undisturbedAndResumed(hooks => prune(setup, hooks));
    expect(resumed.length).toBeGreaterThan(5);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('fails with the best it found where nothing is good enough', async () => {
    const impossible = prune(
      pruningSetup({ ...algorithms, target: { accuracy: 1 }, fineTune: { epochs: 0, learningRate: 0.01, schedule: CONSTANT } }),
      recorder(),
    );
    await expect(impossible).rejects.toMatchObject({ error: { code: 'nothing-changed', path: 'target.accuracy' } });
  });
});

describe('a pruning that can’t be done', () => {
  const only = graphOf({ input: ['input', { shape: [4] }], out: ['dense', { units: 3 }, 'input'] }, ['out']);
  const refusals: readonly [string, Partial<PruningSetup>, object][] = [
    ['a target that changes nothing', { target: { keep: { fc1: 1, fc2: 1 } } }, { code: 'nothing-changed', path: 'target' }],
    [
      'a model of which nothing can go',
      {
        graph: only,
        parameters: initialParameters(only, createRandom(2)),
        granularity: { kind: 'channels' },
        criterion: { kind: 'random' },
        target: { sparsity: 0.5 },
      },
      { code: 'invalid-input', path: 'model' },
    ],
    ['no target', { target: undefined }, { code: 'invalid-input', path: 'target' }],
    ['a budget for single weights', { target: { bytes: 0.5 } }, { code: 'invalid-input', path: 'target' }],
    ['a criterion of other units', { criterion: { kind: 'kernel-norm', order: 'l1' } }, { code: 'invalid-input', path: 'criterion.kind' }],
    [
      'a budget below what must stay',
      { granularity: { kind: 'channels' }, criterion: { kind: 'random' }, target: { parameters: 2 } },
      { code: 'invalid-input', path: 'target.parameters' },
    ],
    [
      'a budget above what there is',
      { granularity: { kind: 'channels' }, criterion: { kind: 'random' }, target: { parameters: 1e6 } },
      { code: 'nothing-changed', path: 'target' },
    ],
    [
      'a layer that makes the answers',
      { granularity: { kind: 'channels' }, criterion: { kind: 'random' }, target: { keep: { fc2: 0.5 } } },
      { code: 'invalid-input', path: 'target.keep.fc2' },
    ],
    [
      'every channel of a layer by hand',
      { granularity: { kind: 'channels' }, criterion: { kind: 'random' }, target: { channels: { fc1: [0, 1, 2, 3, 4, 5] } } },
      { code: 'invalid-input', path: 'target.channels.fc1' },
    ],
    [
      'movement without training before',
      { criterion: { kind: 'movement' }, schedule: { kind: 'one-shot' } },
      { code: 'invalid-input', path: 'schedule.kind' },
    ],
    [
      'more weights kept than there are',
      { granularity: { kind: 'n-of-m', keep: 4, of: 4 }, target: undefined },
      { code: 'invalid-input', path: 'granularity.keep' },
    ],
  ];

  it.each(refusals)('is refused before any step: %s', async (_title, change, error) => {
    const hooks = recorder();
    await expect(pruneModel(pruningSetup(change), hooks)).rejects.toMatchObject({ error });
    expect(hooks.points).toEqual([]);
  });

  it('is refused for a model that holds NaN, by its name', async () => {
    const setup = pruningSetup();
    const values = setup.parameters['fc1/kernel']!.values.map((value, i) => (i === 3 ? NaN : value));
    const parameters = { ...setup.parameters, 'fc1/kernel': { ...setup.parameters['fc1/kernel']!, values } };
    await expect(pruneModel({ ...setup, parameters }, recorder())).rejects.toMatchObject({
      error: { code: 'invalid-input', path: 'model' },
    });
  });
});
