import { beforeAll, describe, expect, it } from 'vitest';
import type { Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { channelGroups } from '../../src-main/engine/graph/channel-groups.ts';
import { predict } from '../../src-main/engine/graph/forward.ts';
import { initialParameters, parameterDeclarations } from '../../src-main/engine/graph/parameters.ts';
import { shapesOf } from '../../src-main/engine/graph/shapes.ts';
import { maskEntries, maskPlaces } from '../../src-main/engine/search/slimmable/mask-entries.ts';
import { pickEntries, picksOf } from '../../src-main/engine/search/slimmable/pick-entries.ts';
import { searchSubNetworks, type SubNetworkSearch } from '../../src-main/engine/search/slimmable/search-sub-networks.ts';
import { narrowStatistics, slimObjective } from '../../src-main/engine/search/slimmable/slim-objective.ts';
import { trainSlimmable, type SlimmableSetup } from '../../src-main/engine/search/slimmable/train-slimmable.ts';
import { extract, narrowGraph, type Widths } from '../../src-main/engine/search/slimmable/widths.ts';
import type { Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import { createEagerRunner } from '../../src-main/engine/training/eager-step.ts';
import { createStepPlan } from '../../src-main/engine/training/prepare.ts';
import { graphOf, product, randomParameters, separatedValues } from '../support/graphs.ts';
import { hasNative, nativeEngine } from '../support/native-engine.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { bitsOf, recorder, smallGraph, smallSetup, undisturbedAndResumed } from '../support/small-training.ts';
import { surgeryCases } from '../support/surgery-cases.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

function setup(change: Partial<SlimmableSetup> = {}): SlimmableSetup {
  const { earlyStopping: _none, ...small } = smallSetup(tf);
  return { ...small, widths: [0.5, 1], random: 2, distils: true, ...change };
}

describe.each(surgeryCases)('a sub-network of $title', ({ graph }) => {
  it('answers as the wide network does with its other channels at 0, cut for good or picked within a step', () => {
    const shapes = shapesOf(graph);
    const parameters = randomParameters(graph, 11);
    const { groups } = channelGroups(graph);
    const widths: Widths = Object.fromEntries(groups.map(({ id, channels }, i) => [id, Math.ceil(channels / (2 + (i % 2)))]));
    const learnt = new Set(parameterDeclarations(graph).flatMap(({ role, fullName }) => (role === 'statistic' ? [] : [fullName])));
    const { places, arrays } = maskPlaces(groups, learnt);
    tf.tidy(() => {
      const wide = upload(parameters);
      const inputs = graph.inputs.map((name, i) => {
        const shape = [3, ...(shapes.get(name)?.output ?? [])];
        return tf.tensor(separatedValues(product(shape), i + 5), shape);
      });
      const kept = groups.map(({ id }) => tf.scalar(widths[id]!));
      const cut = extract({ graph, parameters }, groups, widths);
      const answers = [
        predict({ tf, graph: cut.graph, parameters: upload(cut.parameters), inputs }),
        predict({ tf, graph, parameters: maskEntries(tf, wide, { places, arrays: upload(arrays), widths: kept }), inputs }),
        predict({ tf, graph: narrowGraph(graph, groups, widths), parameters: pickEntries(tf, wide, picksOf(groups, widths)), inputs }),
      ].map(outputs => outputs.flatMap(output => [...output.dataSync()]));
      const [expected, ...others] = answers;
      for (const other of others) {
        expect(other.length).toBe(expected!.length);
        other.forEach((value, i) => expect(Math.abs(value - expected![i]!)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value))));
      }
    });
  });
});

function upload(values: Parameters): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(values).map(([name, one]) => [name, tf.tensor(one.values, [...one.shape])]));
}

describe('slimmable training', () => {
  it('goes on from the snapshot of any step to the same bits', async () => {
    const { undisturbed, resumed } = await undisturbedAndResumed(hooks => trainSlimmable(setup(), hooks));
    expect(resumed.length).toBeGreaterThan(8);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('leaves no tensor behind, and gives back the widest network alone', async () => {
    const before = tf.memory().numTensors;
    const { parameters, report } = await trainSlimmable(setup(), recorder());
    expect(tf.memory().numTensors).toBe(before);
    expect(Object.keys(parameters).sort()).toEqual(
      parameterDeclarations(smallGraph)
        .map(({ fullName }) => fullName)
        .sort(),
    );
    expect(report.widths.map(({ share }) => share)).toEqual([0.5, 1]);
    expect(report.groups).toEqual([{ id: 'fc1', channels: 6 }]);
  });

  it('has, without narrower ones to learn from it, the gradient of the mean of both losses on labels', async () => {
    const { data, batchSize } = setup();
    const plain = graphOf(
      {
        input: ['input', { shape: [4] }],
        fc1: ['dense', { units: 6, activation: 'relu', bias: true, initialiser: 'he-normal' }, 'input'],
        fc2: ['dense', { units: 3, activation: 'linear', bias: true, initialiser: 'he-normal' }, 'fc1'],
      },
      ['fc2'],
    );
    const { groups } = channelGroups(plain);
    const start = initialParameters(plain, createRandom(4));
    const sgd = { kind: 'sgd', learningRate: 0.5, momentum: 0, nesterov: false };
    const objective = slimObjective({ tf, task: 'classes', graph: plain, groups, seed: 1, shares: [0.5], random: 0, distils: false });
    const positions = Uint32Array.of(0, 1, 2, 3);
    const stepped = async (network: { graph: typeof plain; parameters: Parameters }, own?: typeof objective): Promise<Parameters> => {
      const made = createStepPlan({ tf, ...network, data, batchSize, optimizer: sgd, weightDecay: 0, objective: own });
      const runner = createEagerRunner(
        { step: made.plan, data, batchSize, seed: 1 },
        { parameters: network.parameters, slots: {}, masks: {} },
      );
      runner.step(positions, { learningRate: 0.5, done: 0 });
      const after = await runner.readParameters();
      runner.dispose();
      made.dispose();
      return after;
    };
    const both = await stepped({ graph: plain, parameters: start }, objective);
    const wide = await stepped({ graph: plain, parameters: start });
    const cut = extract({ graph: plain, parameters: start }, groups, { fc1: 3 });
    const narrow = await stepped({ graph: cut.graph, parameters: cut.parameters });
    // fc1/bias [6]: the first 3 belong to both.
    const moved = (after: Parameters, from: Parameters, i: number): number => after['fc1/bias']!.values[i]! - from['fc1/bias']!.values[i]!;
    for (let i = 0; i < 6; i++) {
      const expected = (moved(wide, start, i) + (i < 3 ? moved(narrow, cut.parameters, i) : 0)) / 2;
      expect(moved(both, start, i)).toBeCloseTo(expected, 5);
    }
  });

  it('keeps statistics of its own for every narrower width', () => {
    const { groups } = channelGroups(smallGraph);
    const statistics = narrowStatistics({ graph: smallGraph, groups, shares: [0.25, 0.5] });
    expect(Object.entries(statistics).map(([name, { shape }]) => [name, shape[0]])).toEqual([
      ['width.0/norm1/mean', 2],
      ['width.0/norm1/variance', 2],
      ['width.1/norm1/mean', 3],
      ['width.1/norm1/variance', 3],
    ]);
  });

  it('refuses widths that leave the network as it is, and a network without channels to go', async () => {
    await expect(trainSlimmable(setup({ widths: [1] }), recorder())).rejects.toThrow('A width below 1 is required, got 1');
    const fixed = graphOf(
      {
        input: ['input', { shape: [4] }],
        fc: ['dense', { units: 3, activation: 'linear', bias: true, initialiser: 'he-normal' }, 'input'],
      },
      ['fc'],
    );
    const parameters = initialParameters(fixed, createRandom(1));
    await expect(trainSlimmable(setup({ graph: fixed, parameters }), recorder())).rejects.toThrow('A model with channels that can be cut');
  });
});

describe.runIf(hasNative)('a slimmable step in one native call', () => {
  it('computes what it computes operation by operation, and goes on from any snapshot to the same bits', async () => {
    const { tf: native, compiler } = await nativeEngine();
    const own = { tf: native, compiler };
    const eager = await trainSlimmable({ ...setup(), tf: native }, recorder());
    const hooks = recorder();
    const traced = await trainSlimmable({ ...setup(), ...own }, hooks);
    expect(hooks.logs.join()).not.toContain('operation by operation');
    for (const [name, { values }] of Object.entries(eager.parameters)) {
      // Behind it the mean is taken away: its gradient is rounding, which Adam makes large.
      if (name === 'fc1/bias') continue;
      for (const [i, value] of values.entries()) expect(traced.parameters[name]!.values[i]).toBeCloseTo(value, 4);
    }
    const { undisturbed, resumed } = await undisturbedAndResumed(again => trainSlimmable({ ...setup(), ...own }, again));
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });
});

describe('a search of sub-networks', () => {
  const search = async (target: Target, change = {}) => {
    const { graph, parameters, data, batchSize, seed, optimizer } = setup();
    const { groups } = channelGroups(graph);
    const sampler = { kind: 'random' };
    const own = {
      network: { graph, parameters },
      groups,
      least: 0.25,
      target,
      trials: 5,
      sampler,
      measure: () => Promise.resolve(1),
      ...change,
    };
    return searchSubNetworks({ tf, data, batchSize, seed, optimizer, fileBytes: () => 1000, ...own }, recorder());
  };
  type Target = SubNetworkSearch['target'];

  it('keeps every one within the budget, as wide as that allows, and is the same again', async () => {
    // fc1: 4·c + c, batch-norm 4·c, fc2 3·c + 3: 12·c + 3 parameters.
    const report = await search({ parameters: 40 });
    expect(report.whole.parameters).toBe(75);
    expect(report.tried.map(({ widths, parameters }) => [widths['fc1'], parameters])).toEqual([[3, 39]]);
    expect(await search({ parameters: 40 })).toEqual(report);
  });

  it('says what is within reach', async () => {
    await expect(search({ parameters: 20 })).rejects.toThrow(/from 27 .* to 75 parameters, got 20/);
    await expect(search({ parameters: 100 })).rejects.toThrow(/is met already/);
    await expect(search({ latencyMs: 0.5 })).rejects.toThrow(/A time within reach is required: from 1.0000 ms/);
  });
});
