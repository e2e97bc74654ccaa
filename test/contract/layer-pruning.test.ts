import { beforeAll, describe, expect, it } from 'vitest';
import { costsOf } from '../../src-main/engine/graph/costs.ts';
import { removeLayer } from '../../src-main/engine/graph/remove-layer.ts';
import { criteria } from '../../src-main/engine/pruning/criteria/index.ts';
import { granularities } from '../../src-main/engine/pruning/granularities/index.ts';
import { pruneModel, type PruningResult } from '../../src-main/engine/pruning/prune-model.ts';
import type { PruningSetup } from '../../src-main/engine/pruning/pruning-setup.ts';
import { pruningSchedules } from '../../src-main/engine/pruning/schedules/index.ts';
import { initialParameters } from '../../src-main/engine/graph/parameters.ts';
import { predictSplit } from '../../src-main/engine/evaluation/predict.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { TrainingHooks } from '../../src-main/engine/training/hooks.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { graphOf } from '../support/graphs.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { CONSTANT, defaultsOf, smallPruning } from '../support/small-pruning.ts';
import { bitsOf, recorder, smallData, undisturbedAndResumed } from '../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

/** Three residual blocks (the last with a projection), then three layers, two of which can go. */
const deep = graphOf(
  {
    in: ['input', { shape: [4] }],
    fc1: ['dense', { units: 6 }, 'in'],
    a1: ['dense', { units: 5, activation: 'relu' }, 'fc1'],
    a2: ['dense', { units: 6 }, 'a1'],
    suma: ['add', {}, 'fc1', 'a2'],
    b1: ['dense', { units: 9, activation: 'relu' }, 'suma'],
    b2: ['dense', { units: 6 }, 'b1'],
    normb: ['batch-norm', {}, 'b2'],
    sumb: ['add', {}, 'suma', 'normb'],
    c1: ['dense', { units: 4, activation: 'relu' }, 'sumb'],
    c2: ['dense', { units: 8 }, 'c1'],
    short: ['dense', { units: 8 }, 'sumb'],
    sumc: ['add', {}, 'c2', 'short'],
    d1: ['dense', { units: 8 }, 'sumc'],
    norm1: ['batch-norm', {}, 'd1'],
    e1: ['dense', { units: 8, activation: 'relu' }, 'norm1'],
    out: ['dense', { units: 3 }, 'e1'],
  },
  ['out'],
);
const parameters = initialParameters(deep, createRandom(2).split('init'));

const removing = granularities.all.filter(({ removal }) => removal !== undefined);
const NO_TRAINING = { schedule: { kind: 'one-shot' }, fineTune: { epochs: 0, learningRate: 0.001, schedule: CONSTANT } } as const;

const setupOf = (change: Partial<PruningSetup> = {}): PruningSetup =>
  smallPruning(tf, { graph: deep, parameters, granularity: { kind: 'blocks' }, target: { sparsity: 0.6 }, ...change });
const prune = async (setup: PruningSetup, hooks: TrainingHooks = recorder()): Promise<PruningResult['network']> =>
  (await pruneModel(setup, hooks)).network;
const namesOf = ({ graph }: Pick<PruningSetup, 'graph'>): readonly string[] => graph.nodes.map(({ name }) => name);

const SHORT: Readonly<Record<string, object>> = { cubic: { epochs: 2, every: 3 }, iterative: { rounds: 2, epochs: 1 } };
const cases = removing.flatMap(granularity => [
  ...pruningSchedules.all
    .filter(({ rewind }) => rewind === undefined)
    .map(schedule => ({
      title: `${granularity.id}, ${schedule.id}`,
      change: { granularity: defaultsOf(granularity), schedule: defaultsOf(schedule, SHORT[schedule.id]) },
    })),
  ...criteria.all
    .filter(({ units }) => units.includes('layers'))
    .map(criterion => ({
      title: `${granularity.id}, ${criterion.id}`,
      change: { granularity: defaultsOf(granularity), criterion: defaultsOf(criterion, criterion.needs === 'weights' ? {} : { items: 8 }) },
    })),
]);

describe.each(cases)('removing $title', ({ change }) => {
  it('goes on from the snapshot of any step, in any phase, to the same bits', async () => {
    const { undisturbed, resumed } = await undisturbedAndResumed(hooks => prune(setupOf(change), hooks));
    expect(resumed.length).toBeGreaterThan(0);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('leaves a smaller network whose parameters and slots fit it, and no tensor', async () => {
    const before = tf.memory().numTensors;
    const { graph, parameters: left, slots } = await prune(setupOf(change));
    expect(tf.memory().numTensors).toBe(before);
    expect(costsOf(graph).total.multiplyAdds).toBeLessThan(costsOf(deep).total.multiplyAdds);
    expect(Object.values(left).reduce((sum, { values }) => sum + values.length, 0)).toBe(costsOf(graph).total.parameters);
    for (const [name, { values }] of Object.entries(slots)) {
      expect(values).toHaveLength(left[name.slice(0, name.lastIndexOf('/'))]!.values.length);
    }
  });
});

describe('removing blocks and layers', () => {
  it('takes exactly those that are named, and computes what the rest computes', async () => {
    const setup = setupOf({ ...NO_TRAINING, target: { layers: ['sumb'] } });
    const network = await prune(setup);
    expect(namesOf(network)).toEqual(namesOf(setup).filter(name => !['b1', 'b2', 'normb', 'sumb'].includes(name)));
    const expected = removeLayer({ graph: deep, parameters }, 'sumb', 'identity');
    const answers = async (of: Pick<PruningSetup, 'graph' | 'parameters'>): Promise<Float32Array> =>
      (
        await predictSplit({
          engine: { tf, compiler: null } as never,
          ...of,
          data: smallData(),
          split: 'validation',
          turn: async () => undefined,
        })
      ).outputs;
    const [own, other] = [await answers({ ...network, parameters: { ...network.parameters } }), await answers(expected)];
    // Statistics are measured anew behind a cut: those of the layer before the answers.
    const stale = await answers({ ...expected, parameters: { ...expected.parameters, ...statisticsOf(network) } });
    expect([...own]).toEqual([...stale]);
    expect([...own]).not.toEqual([...other]);
  });

  it('keeps the projection of a block whose shortcut changes the shape', async () => {
    const { graph } = await prune(setupOf({ ...NO_TRAINING, target: { layers: ['sumc'] } }));
    expect(graph.nodes.find(({ name }) => name === 'd1')!.inputs).toEqual(['short']);
  });

  it.each(['parameters', 'multiplyAdds', 'bytes'] as const)(
    'meets a budget of %s, with one block fewer than would be too much',
    async name => {
      const target = { [name]: 0.75 };
      const setup = setupOf({ ...NO_TRAINING, criterion: { kind: 'loss-increase', items: 8 }, target });
      const hooks = recorder();
      const { graph } = await prune(setup, hooks);
      const amount = (of: PruningSetup['graph']): number => (name === 'bytes' ? setup.fileBytes(of) : costsOf(of).total[name]);
      expect(amount(graph)).toBeLessThanOrEqual(0.75 * amount(deep));
      // The blocks that stay are those whose removal costs most.
      const gone = ['suma', 'sumb', 'sumc'].filter(block => !namesOf({ graph }).includes(block));
      expect(gone.length).toBeGreaterThan(0);
      expect(gone.length).toBeLessThan(3);
    },
  );

  it('takes first what the loss misses least', async () => {
    const data = smallData('classes', { train: 12, validation: 12, test: 0 });
    const criterion = { kind: 'loss-increase', items: 12 };
    const { graph } = await prune(setupOf({ ...NO_TRAINING, data, criterion, target: { sparsity: 0.3 } }));
    const measured = [await lossWithout('suma'), await lossWithout('sumb'), await lossWithout('sumc')];
    const least = ['suma', 'sumb', 'sumc'][measured.indexOf(Math.min(...measured))];
    expect(['suma', 'sumb', 'sumc'].filter(block => !namesOf({ graph }).includes(block))).toEqual([least]);
  });

  it('trains the controls at the same budget', async () => {
    const setup = setupOf({ controls: { random: true, scratch: true, dense: true } });
    const { controls } = await pruneModel(setup, recorder());
    expect(controls.map(({ kind }) => kind)).toEqual(['random', 'scratch', 'dense']);
  });

  it.each<readonly [string, Partial<PruningSetup>, object]>([
    ['an unknown block', { target: { layers: ['a1'] } }, { code: 'invalid-input', path: 'target.layers' }],
    ['a share of channels', { target: { keep: { fc1: 0.5 } } }, { code: 'invalid-input', path: 'target' }],
    ['a budget out of reach', { target: { parameters: 0.1 } }, { code: 'invalid-input', path: 'target.parameters' }],
    ['a budget that is met', { target: { parameters: 1e6 } }, { code: 'nothing-changed', path: 'target' }],
    [
      'rewinding',
      { schedule: { kind: 'lottery-ticket', rounds: 2, epochs: 1, rewindTo: 0 } },
      { code: 'invalid-input', path: 'schedule.kind' },
    ],
    ['a criterion of weights', { criterion: { kind: 'lamp' } }, { code: 'invalid-input', path: 'criterion.kind' }],
  ])('refuses before any step: %s', async (_title, change, error) => {
    const hooks = recorder();
    await expect(pruneModel(setupOf(change), hooks)).rejects.toMatchObject({ error });
    expect(hooks.points).toEqual([]);
  });

  it('says for every layer why it can’t go where none can', async () => {
    const graph = graphOf({ in: ['input', { shape: [4] }], fc1: ['dense', { units: 6 }, 'in'], fc2: ['dense', { units: 3 }, 'fc1'] }, [
      'fc2',
    ]);
    const setup = setupOf({
      graph,
      parameters: initialParameters(graph, createRandom(1)),
      granularity: { kind: 'layers', projection: true },
    });
    await expect(pruneModel(setup, recorder())).rejects.toMatchObject({
      error: {
        code: 'invalid-input',
        path: 'model',
        hint: expect.stringMatching(/fc1: it takes .4. to .6., .*fc2: its outputs/) as string,
      },
    });
  });
});

function statisticsOf({ parameters: all }: Pick<PruningSetup, 'parameters'>): PruningSetup['parameters'] {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name.endsWith('/mean') || name.endsWith('/variance')));
}

/** Mean loss on twelve training items without this block. */
async function lossWithout(block: string): Promise<number> {
  const data = smallData('classes', { train: 12, validation: 0, test: 0 });
  const left = removeLayer({ graph: deep, parameters }, block, block === 'sumc' ? 'projection' : 'identity');
  const engine = { tf, compiler: null } as never;
  const { outputs, targets, width } = await predictSplit({ engine, ...left, data, split: 'train', turn: async () => undefined });
  let sum = 0;
  for (const [i, target] of targets.entries()) {
    const row = outputs.subarray(i * width, (i + 1) * width);
    sum += Math.log(row.reduce((total, logit) => total + Math.exp(logit), 0)) - row[target]!;
  }
  return sum / 12;
}
