import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { predict } from '../../src-main/engine/graph/forward.ts';
import { foldBatchNorms } from '../../src-main/engine/quantisation/fold-batch-norm.ts';
import { judgeNetwork } from '../../src-main/engine/quantisation/judge-network.ts';
import { quantiseAndTrain, type QuantiseSetup } from '../../src-main/engine/quantisation/quantise-and-train.ts';
import { quantiseNetwork } from '../../src-main/engine/quantisation/quantise-model.ts';
import type { Engine, Tensor } from '../../src-main/engine/tensor-library.ts';
import type { TrainingData } from '../../src-main/engine/training/training-data.ts';
import type { TrainingHooks } from '../../src-main/engine/training/hooks.ts';
import type { QuantisationScheme } from '../../src-shared/domain/quantisation.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { graphOf, randomParameters, tensorsOf } from '../support/graphs.ts';
import { presetModel } from '../support/format-models.ts';
import { bitsOf, recorder, smallGraph, smallSetup, undisturbedAndResumed } from '../support/small-training.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

const SCHEME: QuantisationScheme = {
  precision: 'int8',
  weightBits: 8,
  activations: 'asymmetric',
  calibration: { items: 13, method: { kind: 'min-max' } },
  keep: { first: false, last: false, layers: [] },
};

function setupWith(change: Partial<QuantiseSetup> = {}): QuantiseSetup {
  const { graph, parameters, masks, data, seed, optimizer, batchSize, gradientClipping } = smallSetup(engine.tf);
  const card = { name: 'small', task: 'classes', classes: ['a', 'b', 'c'], label: 'kind', inputShape: [4], preprocessing: [] } as const;
  return {
    ...{ engine, data, seed, optimizer, batchSize, gradientClipping, scheme: SCHEME, sensitivity: true, budget: null },
    model: { graph, parameters, masks, card },
    fineTune: { epochs: 2, learningRate: 0.01, schedule: { kind: 'cosine', floor: 0 } },
    controls: { dense: true },
    ...change,
  };
}

const made = (change: Partial<QuantiseSetup> = {}, hooks: TrainingHooks = recorder()) => quantiseAndTrain(setupWith(change), hooks);
const untrained = { epochs: 0, learningRate: 0.01, schedule: { kind: 'cosine', floor: 0 } };

describe('a quantised network', () => {
  it('is made of integer products between grids, its batch normalisation folded', async () => {
    const { network, report } = await made({ fineTune: untrained });
    expect(network.graph.nodes.map(({ layer, precision }) => (precision === undefined ? layer : `${layer} ${precision.kind}`))).toEqual([
      'input',
      'fake-quantise',
      'dense integer',
      'activation',
      'fake-quantise',
      'dropout',
      'fake-quantise',
      'dense integer',
    ]);
    expect(report.layers.map(({ node, reason }) => [node, reason])).toEqual([
      ['fc1', null],
      ['fc2', null],
    ]);
    expect(report.sensitivity.map(({ node }) => node)).toEqual(['fc1', 'fc2']);
    expect(report).toMatchObject({ split: 'validation', items: 7, budget: null });
  });

  it('has no batch normalisation of its own in float16, and the activations where they were', async () => {
    const scheme: QuantisationScheme = { ...SCHEME, precision: 'float16' };
    const { network } = await made({ scheme, sensitivity: false, fineTune: untrained });
    const layers = smallGraph.nodes.map(({ layer }) => layer);
    expect(layers).toContain('batch-norm');
    const kept = layers.flatMap(layer => (layer === 'batch-norm' ? [] : [layer]));
    expect(network.graph.nodes.map(({ layer }) => layer)).toEqual(kept);
  });

  it('has as many different weights a channel as its bits have steps', async () => {
    const { network } = await made({ scheme: { ...SCHEME, weightBits: 2 } });
    const kernel = network.parameters['fc2/kernel']!;
    for (let channel = 0; channel < 3; channel++) {
      const values = new Set([...kernel.values].filter((_, i) => i % 3 === channel).map(Math.abs));
      expect(values.size).toBeLessThanOrEqual(2);
    }
  });

  it('shares few values in each kernel by a codebook, before and after they are trained together', async () => {
    const scheme: QuantisationScheme = { ...SCHEME, precision: 'codebook-16' };
    const before = await made({ scheme, fineTune: untrained });
    const after = await made({ scheme, fineTune: { ...untrained, epochs: 20, learningRate: 0.02 } });
    for (const name of ['fc1/kernel', 'fc2/kernel']) {
      const [one, other] = [before, after].map(({ network }) => [...network.parameters[name]!.values]) as [number[], number[]];
      expect(new Set(one).size).toBeLessThanOrEqual(16);
      expect(new Set(other).size).toBeLessThanOrEqual(16);
      expect(other).not.toEqual(one);
      // Which weights share a value stays as it was found.
      one.forEach((value, i) => expect(other[one.indexOf(value)]).toBe(other[i]));
    }
    expect(after.network.validation?.kept['loss']).toBeLessThan(before.network.validation!.kept['loss']);
    // What was trained is what was judged: weights that were trained apart would have been put together only afterwards.
    const { data } = setupWith();
    const judged = await judgeNetwork({ engine, data, turn: () => Promise.resolve() }, after.network);
    expect(judged.loss).toBeCloseTo(after.network.validation?.kept['loss'] ?? NaN, 4);
  });

  it('learns to live with few steps: two bits cost less after a fine-tune than before', async () => {
    const scheme = { ...SCHEME, weightBits: 2 };
    const before = await made({ scheme, fineTune: untrained });
    const after = await made({ scheme, fineTune: { ...untrained, epochs: 20, learningRate: 0.02 } });
    expect(after.network.validation?.kept['loss']).toBeLessThan(before.network.validation!.kept['loss'] * 0.8);
    expect(after.controls).toMatchObject([{ kind: 'dense', epochs: 20 }]);
  });

  it('goes on from the snapshot of any step, its own or the control’s, to the same bits', async () => {
    const { undisturbed, resumed } = await undisturbedAndResumed(async hooks => (await made({}, hooks)).network);
    expect(resumed.length).toBeGreaterThan(10);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('keeps layers in float32 as a budget asks, and says whether it was met', async () => {
    const bytes = await made({ fineTune: untrained, budget: { measure: 'bytes', bound: 0.01 } });
    expect(bytes.report.budget).toMatchObject({ isReached: false });
    const quality = await made({ fineTune: untrained, scheme: { ...SCHEME, weightBits: 2 }, budget: { measure: 'quality', bound: 0 } });
    const kept = quality.report.layers.filter(({ reason }) => reason !== null);
    expect(kept.length).toBeLessThanOrEqual(1);
    expect(quality.report.budget?.isReached).toBe((quality.report.budget?.found ?? 1) <= 0);
  });
});

describe('foldBatchNorms', () => {
  it.each(['mini-resnet', 'dscnn-small', 'mobilenet-small'])(
    'leaves the answers of %s as they are, with no normalisation behind products',
    id => {
      const model = presetModel(id, {}, [16, 16, 3]);
      const folded = foldBatchNorms(model);
      const answers = (network: Pick<typeof model, 'graph' | 'parameters'>): number[] => {
        const inputs = [
          engine.tf.tensor(
            Float32Array.from({ length: 2 * 768 }, (_, i) => Math.sin(i)),
            [2, 16, 16, 3],
          ),
        ];
        return [
          ...(predict({ tf: engine.tf, ...network, parameters: tensorsOf(engine.tf, network.parameters), inputs })[0] as Tensor).dataSync(),
        ];
      };
      expect(folded.graph.nodes.length).toBeLessThan(model.graph.nodes.length);
      expect(folded.graph.nodes.filter(({ layer }) => layer === 'batch-norm')).toEqual([]);
      const expected = answers(model);
      answers(folded).forEach((value, i) =>
        expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected[i]!))),
      );
    },
  );
});

describe('what can’t be quantised', () => {
  const setupOf = (data: TrainingData = smallSetup(engine.tf).data) => ({ tf: engine.tf, data, seed: 1, turn: () => Promise.resolve() });

  it('is refused with the reason when it is quantised already', async () => {
    const { network } = await made({ fineTune: untrained });
    const failure = await rejectionOf(quantiseNetwork(network, SCHEME, setupOf()));
    expect(failure).toMatchObject({ code: 'invalid-input', path: 'model' });
    expect(failure.message).toContain('quantised already');
  });

  it('is named where an item to calibrate on is not a number', async () => {
    const whole = smallSetup(engine.tf).data;
    const broken: TrainingData = {
      ...whole,
      gather(split, positions) {
        const items = whole.gather(split, positions);
        const at = positions.indexOf(5);
        if (at >= 0) items.inputs[at * 4 + 1] = NaN;
        return items;
      },
    };
    const { graph, parameters, masks } = smallSetup(engine.tf);
    const failure = await rejectionOf(quantiseNetwork({ graph, parameters, masks }, SCHEME, setupOf(broken)));
    expect(failure.message).toBe('Items to calibrate on must be numbers all through, but training item 5 has NaN');
  });

  it('gets steps all the same where a value is constant', async () => {
    const graph = graphOf(
      { x: ['input', { shape: [4] }], a: ['dense', { units: 2, activation: 'relu' }, 'x'], b: ['dense', { units: 3 }, 'a'] },
      ['b'],
    );
    const parameters = Object.fromEntries(
      Object.entries(randomParameters(graph, 1)).map(([name, { shape, values }]) => [
        name,
        { shape, values: name.startsWith('a/') ? values.fill(0) : values },
      ]),
    );
    const { network } = await quantiseNetwork({ graph, parameters, masks: {} }, SCHEME, setupOf());
    const grids = network.graph.nodes.filter(({ layer }) => layer === 'fake-quantise');
    expect(grids.map(({ config }) => Number(config['scale']) > 0)).toEqual([true, true]);
  });

  it('stays in float32 layer by layer, with the reason', async () => {
    const sketch = {
      x: ['input', { shape: [4] }],
      r: ['reshape', { shape: [4, 1] }, 'x'],
      l: ['lstm', { units: 3 }, 'r'],
      d: ['dense', { units: 3 }, 'l'],
    } as const;
    const graph = graphOf(sketch, ['d']);
    const { layers } = await quantiseNetwork({ graph, parameters: randomParameters(graph, 2), masks: {} }, SCHEME, setupOf());
    expect(layers).toMatchObject([
      { node: 'l', precision: 'float32', reason: "layers of type 'lstm' have no form in integers" },
      { node: 'd', precision: 'int8', reason: null },
    ]);
  });

  it('is asked for by the name of a layer that is there', async () => {
    const { graph, parameters, masks } = smallSetup(engine.tf);
    const scheme = { ...SCHEME, keep: { ...SCHEME.keep, layers: ['fc3'] } };
    await expect(quantiseNetwork({ graph, parameters, masks }, scheme, setupOf())).rejects.toThrow("(fc1, fc2), got 'fc3'");
  });
});
