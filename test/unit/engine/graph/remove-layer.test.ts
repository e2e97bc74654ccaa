import { beforeAll, describe, expect, it } from 'vitest';
import { miniResnet } from '../../../../src-main/engine/graph/presets/mini-resnet.preset.ts';
import { removableLayers, type Replacement } from '../../../../src-main/engine/graph/removable-layers.ts';
import { removeLayer } from '../../../../src-main/engine/graph/remove-layer.ts';
import { parameterDeclarations } from '../../../../src-main/engine/graph/parameters.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import type { ModelGraph, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { graphOf, maskedAnswers, product, randomParameters, separatedValues } from '../../../support/graphs.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

const resnet = miniResnet.build({ widths: [4, 6], blocks: 2, batchNorm: true }, { inputShape: [6, 6, 2], outputs: 3 });

const plain = graphOf(
  {
    image: ['input', { shape: [5, 5, 3] }],
    conv1: ['conv2d', { filters: 4, kernel: 3, stride: 2, padding: 'same' }, 'image'],
    conv2: ['conv2d', { filters: 4, kernel: 3, padding: 'same' }, 'conv1'],
    norm2: ['batch-norm', {}, 'conv2'],
    relu2: ['activation', { function: 'relu' }, 'norm2'],
    conv3: ['conv2d', { filters: 4, kernel: 2 }, 'relu2'],
    flat: ['flatten', {}, 'conv3'],
    fc1: ['dense', { units: 16, activation: 'tanh' }, 'flat'],
    fc2: ['dense', { units: 16 }, 'fc1'],
    out: ['dense', { units: 2 }, 'fc2'],
  },
  ['out'],
);

function waysIn(graph: ModelGraph): readonly (readonly [string, ...string[]])[] {
  return removableLayers(graph).removable.map(({ node, ways }) => [node, ...Object.keys(ways)] as const);
}

function answers(graph: ModelGraph, parameters: Parameters): readonly number[] {
  const shape = [3, ...(graph.nodes[0]!.config['shape'] as number[])];
  const values = separatedValues(product(shape), 4).map(value => value / 8);
  return [...maskedAnswers(tf, { graph, parameters, inputs: [{ shape, values }] })[0]!];
}

describe('removableLayers', () => {
  it('finds the blocks of a residual network, and the layers that keep their shape', () => {
    expect(waysIn(resnet)).toEqual([
      ['stem', 'projection'],
      ['s1b1-conv1', 'identity', 'projection'],
      ['s1b1-conv2', 'identity', 'projection'],
      ['s1b1-add', 'identity'],
      ['s1b2-conv1', 'identity', 'projection'],
      ['s1b2-conv2', 'identity', 'projection'],
      ['s1b2-add', 'identity'],
      ['s2b1-conv1', 'projection'],
      ['s2b1-conv2', 'identity', 'projection'],
      ['s2b1-add', 'projection'],
      ['s2b2-conv1', 'identity', 'projection'],
      ['s2b2-conv2', 'identity', 'projection'],
      ['s2b2-add', 'identity'],
    ]);
    const { removable, left } = removableLayers(resnet);
    expect(removable.find(({ node }) => node === 's2b1-add')).toEqual({
      node: 's2b1-add',
      kind: 'block',
      nodes: ['s2b1-conv1', 's2b1-conv1-norm', 's2b1-conv1-relu', 's2b1-conv2', 's2b1-conv2-norm', 's2b1-add'],
      ways: { projection: { instead: 's2b1-shortcut-norm' } },
    });
    expect(left).toEqual([
      { node: 's2b1-shortcut', reason: 'it takes [6, 6, 4] to [3, 3, 6], and convolution has no smaller form of that' },
      { node: 'fc1', reason: 'its outputs are the model’s answers' },
    ]);
  });

  it('takes a layer with the normalisation and activation behind it, and says why others stay', () => {
    const { removable, left } = removableLayers(plain);
    expect(removable.map(({ node, nodes, ways }) => [node, nodes, Object.keys(ways)])).toEqual([
      ['conv1', ['conv1'], ['projection']],
      ['conv2', ['conv2', 'norm2', 'relu2'], ['identity', 'projection']],
      ['fc1', ['fc1'], ['identity']],
      ['fc2', ['fc2'], ['identity']],
    ]);
    expect(left).toEqual([
      { node: 'conv3', reason: 'it takes [3, 3, 4] to [2, 2, 4], and convolution has no smaller form of that' },
      { node: 'out', reason: 'its outputs are the model’s answers' },
    ]);
  });

  it('sees no block where branches begin apart, are alike, or answer', () => {
    const graph = graphOf(
      {
        x: ['input', { shape: [4] }],
        y: ['input', { shape: [4] }],
        a: ['dense', { units: 4 }, 'x'],
        b: ['dense', { units: 4 }, 'y'],
        apart: ['add', {}, 'a', 'b'],
        c: ['dense', { units: 4 }, 'apart'],
        d: ['dense', { units: 4 }, 'apart'],
        alike: ['add', {}, 'c', 'd'],
        twice: ['add', {}, 'alike', 'alike'],
        e: ['dense', { units: 4 }, 'twice'],
        answer: ['add', {}, 'e', 'twice'],
      },
      ['answer'],
    );
    expect(removableLayers(graph).left).toEqual([
      { node: 'apart', reason: 'its branches do not begin at one place' },
      { node: 'alike', reason: 'none of its branches is a shortcut beside the others' },
      { node: 'twice', reason: 'it adds a value to itself' },
      { node: 'e', reason: "it is all there is beside the shortcut of 'answer': remove that block" },
      { node: 'answer', reason: 'its outputs are the model’s answers' },
    ]);
    expect(waysIn(graph)).toEqual([
      ['a', 'identity'],
      ['b', 'identity'],
      ['c', 'identity'],
      ['d', 'identity'],
    ]);
  });
});

describe('removeLayer', () => {
  const model = { graph: resnet, parameters: randomParameters(resnet, 5) };

  it.each(
    [resnet, plain].flatMap(graph =>
      removableLayers(graph).removable.flatMap(({ node, ways }) => (Object.keys(ways) as Replacement[]).map(by => ({ graph, node, by }))),
    ),
  )('leaves a whole network without $node ($by)', ({ graph, node, by }) => {
    const parameters = randomParameters(graph, 2);
    const numbered = Object.fromEntries(Object.entries(parameters).map(([name, { values }]) => [name, values.map((_, i) => i)]));
    const before = structuredClone({ graph, parameters });
    const smaller = removeLayer({ graph, parameters, parallel: { momentum: numbered } }, node, by);
    expect(Object.entries(smaller.parameters).map(([name, { shape }]) => [name, shape])).toEqual(
      parameterDeclarations(smaller.graph).map(({ fullName, shape }) => [fullName, shape]),
    );
    expect(answers(smaller.graph, smaller.parameters).every(Number.isFinite)).toBe(true);
    expect(sizeIn(smaller.parameters)).toBeLessThan(sizeIn(parameters));
    for (const [name, values] of Object.entries(smaller.parallel.momentum)) expect(values).toEqual(numbered[name]);
    expect({ graph, parameters }).toEqual(before);
  });

  it('changes nothing where a block’s branch gives 0', () => {
    // The last normalisation of the branch has scale and offset 0.
    const parameters = zeroed(model.parameters, ['s1b2-conv2-norm/scale', 's1b2-conv2-norm/offset']);
    const smaller = removeLayer({ graph: resnet, parameters }, 's1b2-add', 'identity');
    expect(smaller.graph.nodes.some(({ name }) => name.startsWith('s1b2') && name !== 's1b2-relu')).toBe(false);
    expect(answers(smaller.graph, smaller.parameters)).toEqual(answers(resnet, parameters));
  });

  it('leaves the shortcut’s projection where that is all a block gives', () => {
    const parameters = zeroed(model.parameters, ['s2b1-conv2-norm/scale', 's2b1-conv2-norm/offset']);
    const smaller = removeLayer({ graph: resnet, parameters }, 's2b1-add', 'projection');
    expect(answers(smaller.graph, smaller.parameters)).toEqual(answers(resnet, parameters));
    expect(smaller.parameters['s2b1-shortcut/kernel']).toBe(parameters['s2b1-shortcut/kernel']);
  });

  it('gives the same answers by a window of one place where neighbours are alike', () => {
    const graph = graphOf(
      {
        image: ['input', { shape: [1, 1, 3] }],
        conv: ['conv2d', { filters: 4, kernel: 3, padding: 'same', activation: 'tanh' }, 'image'],
        gap: ['global-average-pool', {}, 'conv'],
        out: ['dense', { units: 2 }, 'gap'],
      },
      ['out'],
    );
    const parameters = randomParameters(graph, 1);
    // At the only place of a padded image all but the middle of the window sees zeros.
    const { shape, values } = parameters['conv/kernel']!;
    const middle = values.map((value, i) => (Math.floor(i / 12) === 4 ? value : 0));
    const centred = { ...parameters, 'conv/kernel': { shape, values: middle } };
    const smaller = removeLayer({ graph, parameters: centred }, 'conv', 'projection');
    expect(smaller.parameters['conv/kernel']?.shape).toEqual([1, 1, 3, 4]);
    answers(smaller.graph, smaller.parameters).forEach((value, i) => expect(value).toBeCloseTo(answers(graph, centred)[i]!, 6));
  });

  it('sums a window’s kernel over its places', () => {
    const { parameters } = removeLayer({ graph: plain, parameters: randomParameters(plain, 2) }, 'conv1', 'projection');
    const { values } = randomParameters(plain, 2)['conv1/kernel']!;
    const sum = Array.from({ length: 9 }, (_, place) => values[place * 12 + 7]!).reduce((a, b) => a + b, 0);
    expect(parameters['conv1/kernel']?.values[7]).toBeCloseTo(sum, 6);
    expect(parameters['conv1/kernel']?.shape).toEqual([1, 1, 3, 4]);
  });

  it('refuses what is not there, must stay, or goes only in another way', () => {
    expect(failureOf(() => removeLayer(model, 's1b1-ad', 'identity'))).toMatchObject({
      code: 'invalid-input',
      hint: "Did you mean 's1b1-add'?",
    });
    expect(failureOf(() => removeLayer(model, 'fc1', 'identity')).message).toContain(
      "'fc1' must stay: its outputs are the model’s answers",
    );
    expect(failureOf(() => removeLayer(model, 's2b1-add', 'identity')).message).toBe(
      "'s2b1-add' can be replaced by projection, got identity",
    );
  });
});

function zeroed(parameters: Parameters, names: readonly string[]): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [
      name,
      names.includes(name) ? { ...parameter, values: new Float32Array(parameter.values.length) } : parameter,
    ]),
  );
}

function sizeIn(parameters: Parameters): number {
  return Object.values(parameters).reduce((sum, { values }) => sum + values.length, 0);
}
