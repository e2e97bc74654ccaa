import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { mapLabels } from '../../../../src-main/engine/fusion/serial/chain/label-map.ts';
import { linkModels, type ChainMember } from '../../../../src-main/engine/fusion/serial/chain/link.ts';
import { runChain, type ChainSetup } from '../../../../src-main/engine/fusion/serial/chain/run-chain.ts';
import { predict } from '../../../../src-main/engine/graph/forward.ts';
import type { Engine, Tensor } from '../../../../src-main/engine/tensor-library.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { modelOf, presetModel, randomInputs } from '../../../support/format-models.ts';
import { graphOf, tensorsOf } from '../../../support/graphs.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';
import { ADAM, bitsOf, recorder, smallData, smallGraph, undisturbedAndResumed } from '../../../support/small-training.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

function answersOf({ graph, parameters, card }: Model, inputs: Float32Array, items: number): Float32Array {
  const { tf } = engine;
  return tf.tidy(() => {
    const input = tf.tensor(inputs, [items, ...card.inputShape]);
    const [outputs] = predict({ tf, graph, parameters: tensorsOf(tf, parameters), inputs: [input] }) as [Tensor];
    return outputs.dataSync().slice() as Float32Array;
  });
}

const kinds = [
  ['mlp', { hidden: [6, 5], batchNorm: true }],
  ['lenet5', { filters: [3, 4], hidden: 6 }],
  ['mini-resnet', { widths: [3, 4], blocks: 1 }],
] as const;

describe.each(kinds)('a later member of preset %s', (preset, params) => {
  const later = presetModel(preset, params, [16, 16, 1]);
  const earlier = presetModel('small-cnn', { filters: [2, 3] }, [16, 16, 1]);

  it.each(['probabilities', 'features'] as const)('answers as before it was linked, with the earlier one’s %s beside its input', pass => {
    const known: ChainMember = { name: 'later', model: later, answerOf: [5, 6, 7, 8, null] };
    const link = {
      earlier: { name: 'earlier', model: earlier, answerOf: [null, null, null, null, null] },
      later: known,
      pass,
      card: later.card,
    };
    const { model, frozen } = linkModels({ ...link, outputs: 10, random: createRandom(1) });
    const inputs = randomInputs(later, 4, 9);
    const [alone, linked] = [answersOf(later, inputs, 4), answersOf({ ...model, card: later.card }, inputs, 4)];
    for (let item = 0; item < 4; item++) {
      for (let own = 0; own < 4; own++) expect(linked[item * 10 + 5 + own]).toBeCloseTo(alone[item * 5 + own]!, 4);
    }
    expect([...frozen].every(name => name.startsWith('m1-'))).toBe(true);
    // Something else beside the input would change the answers, once the weights are not 0.
    const awake = Object.fromEntries(
      Object.entries(model.parameters).map(([name, { shape, values }]) => [
        name,
        { shape, values: name.startsWith('m2-') ? values.map(v => (v === 0 ? 0.1 : v)) : values },
      ]),
    );
    const told = answersOf({ ...model, card: later.card, parameters: awake }, inputs, 4);
    expect(told.some((value, i) => Math.abs(value - linked[i]!) > 1e-4)).toBe(true);
  });
});

const stage = (name: string, classes: readonly string[], seed: number): { name: string; model: Model } => {
  const graph = graphOf(
    {
      input: ['input', { shape: [4] }],
      fc1: ['dense', { units: 5, activation: 'relu' }, 'input'],
      fc2: ['dense', { units: classes.length }, 'fc1'],
    },
    ['fc2'],
  );
  const model = modelOf(graph, 'classes', seed);
  return { name, model: { ...model, card: { ...model.card, classes } } };
};

function setupOf(change: Partial<ChainSetup> = {}): ChainSetup {
  const card = { ...stage('x', ['a', 'b', 'c'], 1).model.card };
  const training = { optimizer: ADAM, schedule: { kind: 'constant' }, epochs: 2, batchSize: 4, weightDecay: 0, keep: 'best' as const };
  const normed = modelOf(smallGraph, 'classes', 4);
  const members = [
    stage('first', ['a', 'b'], 2),
    { name: 'second', model: { ...normed, card: { ...normed.card, classes: ['b', 'c', 'z'] } } },
    stage('third', ['c', 'a'], 3),
  ];
  return { engine, members, pass: 'probabilities', tables: {}, data: smallData(), card, seed: 5, training, ...change };
}

describe('a chain of three', () => {
  it('goes on to the same bits from any snapshot of any link', async () => {
    const { undisturbed, saved, resumed } = await undisturbedAndResumed(async hooks => (await runChain(setupOf(), hooks)).network);
    expect(new Set(saved.snapshots.map(({ metadata }) => metadata['phase']))).toEqual(new Set(['0', '1']));
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('leaves the first member’s weights as they were, and tells which classes are whose', async () => {
    const setup = setupOf();
    const { network, labels } = await runChain(setup, recorder());
    expect(network.parameters['m1-m1-fc1/kernel']?.values).toEqual(setup.members[0]!.model.parameters['fc1/kernel']!.values);
    expect(labels[1]).toEqual({
      mapped: [
        { from: 'b', to: 'b' },
        { from: 'c', to: 'c' },
      ],
      unmapped: ['z'],
      unknown: ['a'],
    });
  });
});

it('maps labels by a table where names differ, and refuses a table of unknown names', () => {
  expect(mapLabels(['zero', 'one'], ['0', '1', '2'], { zero: '0', one: '1' })).toEqual({
    mapped: [
      { from: 'zero', to: '0' },
      { from: 'one', to: '1' },
    ],
    unmapped: [],
    unknown: ['2'],
  });
  expect(failureOf(() => mapLabels(['zero'], ['0'], { zer0: '0' }))).toMatchObject({ path: 'method.labels', hint: "Did you mean 'zero'?" });
  expect(failureOf(() => mapLabels(['zero'], ['0'], { zero: 'O' })).message).toMatch(/The data must have a class 'O'/);
});

it('refuses members of another input', async () => {
  const other = presetModel('mlp', { hidden: [3] }, [6, 6, 1]);
  const { message } = await rejectionOf(
    runChain(setupOf({ members: [stage('first', ['a'], 1), { name: 'images', model: other }] }), recorder()),
  );
  expect(message).toMatch(/inputs of one shape/);
});
