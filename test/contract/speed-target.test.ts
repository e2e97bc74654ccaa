import { beforeAll, describe, expect, it } from 'vitest';
import { compareFiles, compareSpeed } from '../../src-main/engine/evaluation/speed.ts';
import { writeOnnx } from '../../src-main/engine/formats/onnx/write.ts';
import { costsOf } from '../../src-main/engine/graph/costs.ts';
import { initialParameters } from '../../src-main/engine/graph/parameters.ts';
import { pruneModel } from '../../src-main/engine/pruning/prune-model.ts';
import type { PruningSetup } from '../../src-main/engine/pruning/pruning-setup.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { graphOf } from '../support/graphs.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { smallPruning, timesAs } from '../support/small-pruning.ts';
import { bitsOf, recorder, undisturbedAndResumed } from '../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

/** Two hidden layers and a block. */
const graph = graphOf(
  {
    in: ['input', { shape: [4] }],
    fc1: ['dense', { units: 16, activation: 'relu' }, 'in'],
    a1: ['dense', { units: 12, activation: 'relu' }, 'fc1'],
    a2: ['dense', { units: 16 }, 'a1'],
    sum: ['add', {}, 'fc1', 'a2'],
    out: ['dense', { units: 3 }, 'sum'],
  },
  ['out'],
);
const parameters = initialParameters(graph, createRandom(2).split('init'));
const multiplyAdds = (of: ModelGraph): number => costsOf(of).total.multiplyAdds;
const whole = multiplyAdds(graph);

function setupOf(change: Partial<PruningSetup> = {}): PruningSetup {
  const shared = { graph, parameters, granularity: { kind: 'channels' }, target: { latency: 0.6 } };
  return smallPruning(tf, { ...shared, schedule: { kind: 'iterative', rounds: 2, epochs: 1 }, ...change });
}

describe('pruning until a network is fast enough', () => {
  it.each([
    ['channels, the same share of each layer', {}],
    ['channels, over all layers', { scope: 'global', criterion: { kind: 'taylor', items: 8 } }],
    [
      'channels, by what training did',
      { scope: 'global', criterion: { kind: 'movement' }, schedule: { kind: 'cubic', epochs: 2, every: 2 } },
    ],
    ['milliseconds', { target: { latencyMs: 0.02 + (0.6 * whole) / 1000 } }],
    ['blocks', { granularity: { kind: 'blocks' }, target: { latency: 0.8 } }],
  ] as const)('by %s: it is, and no more went than had to', async (_title, change) => {
    const setup = setupOf(change as Partial<PruningSetup>);
    const { network, speed } = await pruneModel(setup, recorder());
    const { median } = timesAs(whole, multiplyAdds(network.graph)).ratio;
    expect(speed).toMatchObject({ isReached: true, ratio: { median } });
    const bound = speed!.asked.name === 'latency' ? speed!.asked.bound : speed!.asked.bound / (0.02 + whole / 1000);
    expect(median).toBeLessThanOrEqual(bound);
    // A block goes as a whole; a channel of every layer is a sixth of the arithmetic at most.
    if (setup.granularity['kind'] === 'channels') expect(median).toBeGreaterThan(bound - 0.17);
  });

  it('goes on from the snapshot of any step to the same bits', async () => {
    const { undisturbed, resumed } = await undisturbedAndResumed(async hooks => (await pruneModel(setupOf(), hooks)).network);
    expect(resumed.length).toBeGreaterThan(5);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('takes more away where the shape is slower after training than it was before', async () => {
    let isSlow = false;
    const compare: PruningSetup['compareSpeed'] = async (all, smaller) => timesAs(whole, multiplyAdds(smaller) * (isSlow ? 1.1 : 1));
    const hooks = recorder();
    const setup = setupOf({ compareSpeed: compare });
    const plain = await pruneModel(setup, recorder());
    // What is measured before the first step is the search.
    const { network, speed } = await pruneModel(setup, { ...hooks, measure: points => ((isSlow = true), hooks.measure(points)) });
    expect(multiplyAdds(network.graph)).toBeLessThan(multiplyAdds(plain.network.graph));
    expect(speed!.isReached).toBe(true);
    expect(hooks.logs.join()).toContain('a little more goes');
  });

  it('says so where the finished network is not as fast as it was asked to be', async () => {
    let isTrained = false;
    const slowAtLast: PruningSetup['compareSpeed'] = async (_whole, smaller, effort) =>
      timesAs(whole, multiplyAdds(smaller) * (effort === 'thorough' && isTrained ? 1.3 : 1));
    const hooks = { ...recorder(), measure: () => (isTrained = true) };
    const { speed } = await pruneModel(setupOf({ compareSpeed: slowAtLast }), hooks as never);
    expect(speed).toMatchObject({ isReached: false, asked: { name: 'latency', bound: 0.6 } });
    expect(speed!.ratio.median).toBeGreaterThan(0.6);
  });

  it.each<readonly [string, Partial<PruningSetup>, object]>([
    ['less time than starting takes', { target: { latencyMs: 0.01 } }, { code: 'invalid-input', path: 'target.latencyMs' }],
    ['more time than it takes', { target: { latencyMs: 5 } }, { code: 'nothing-changed', path: 'target.latencyMs' }],
    ['single weights', { granularity: { kind: 'weights' } }, { code: 'invalid-input', path: 'target' }],
  ])('refuses before any step: %s', async (_title, change, error) => {
    const hooks = recorder();
    await expect(pruneModel(setupOf(change), hooks)).rejects.toMatchObject({ error });
    expect(hooks.points).toEqual([]);
  });
});

describe('timing two structures beside each other', () => {
  const wide = graphOf(
    { in: ['input', { shape: [400] }], fc1: ['dense', { units: 2000, activation: 'relu' }, 'in'], out: ['dense', { units: 3 }, 'fc1'] },
    ['out'],
  );
  const narrow = graphOf(
    { in: ['input', { shape: [400] }], fc1: ['dense', { units: 20, activation: 'relu' }, 'in'], out: ['dense', { units: 3 }, 'fc1'] },
    ['out'],
  );

  it('finds the smaller one of two files faster, and one beside itself as fast', async () => {
    const card = { name: 'a', task: 'classes', classes: ['a', 'b', 'c'], label: 'l', inputShape: [400], preprocessing: [] } as const;
    const call = { card, nowMs: () => performance.now(), turn: async () => undefined, budgetMs: 300 };
    const faster = await compareSpeed(wide, narrow, call);
    expect(faster.ratio.median).toBeLessThan(0.7);
    expect(faster.ratio.low).toBeLessThanOrEqual(faster.ratio.median);
    expect(faster.ratio.high).toBeGreaterThanOrEqual(faster.ratio.median);
    const same = await compareSpeed(wide, wide, call);
    expect(Math.abs(Math.log(same.ratio.median))).toBeLessThan(0.4);
  });
});

it('files are timed with what they hold, in turns: one of 256 times the work takes longer', async () => {
  const card = { name: 'a', task: 'classes', classes: ['a', 'b', 'c'], label: 'l', inputShape: [512], preprocessing: [] } as const;
  const fileOf = (units: number): Uint8Array => {
    const wide = graphOf({ in: ['input', { shape: [512] }], fc1: ['dense', { units }, 'in'], out: ['dense', { units: 3 }, 'fc1'] }, [
      'out',
    ]);
    return writeOnnx({ graph: wide, parameters: initialParameters(wide, createRandom(1)), masks: {}, card });
  };
  const call = { card, nowMs: () => performance.now(), turn: async () => undefined, budgetMs: 300 };
  const { wholeMs, ms, ratio } = await compareFiles([fileOf(16), fileOf(4096)], call);
  expect(ratio.median).toBeGreaterThan(3);
  expect(ms).toBeGreaterThan(wholeMs);
});
