import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkGraph } from '../../../../src-main/engine/graph/check-graph.ts';
import { costsOf } from '../../../../src-main/engine/graph/costs.ts';
import { parameterDeclarations } from '../../../../src-main/engine/graph/parameters.ts';
import { presets } from '../../../../src-main/engine/graph/presets/index.ts';
import { shapesOf } from '../../../../src-main/engine/graph/shapes.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import type { ModelGraph, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { buildPreset, purposeOf } from '../../../support/preset-cases.ts';
import { failureOf } from '../../../support/failure-of.ts';

function build(id: string, params: Readonly<Record<string, unknown>> = {}, inputShape: Shape = purposeOf(id).inputShape): ModelGraph {
  return buildPreset(id, params, { inputShape, outputs: 10 });
}
const kernels = (graph: ModelGraph) => parameterDeclarations(graph).flatMap(({ role, node }) => (role === 'kernel' ? [node] : []));

it('every preset file is registered', () => {
  const folder = new URL('../../../../src-main/engine/graph/presets/', import.meta.url);
  const files = readdirSync(folder).flatMap(file => (file.endsWith('.preset.ts') ? file.replace('.preset.ts', '') : []));
  expect(presets.all.map(preset => preset.id).sort()).toEqual(files.sort());
});

describe.each(presets.all)('preset $id', ({ id, title, help, source, params, revision }) => {
  it('is plain data apart from its functions', () => {
    expect(structuredClone({ id, title, help, source, params, revision })).toEqual({ id, title, help, source, params, revision });
  });

  it('builds a graph that is whole, and answers with linear values', () => {
    const graph = build(id);
    expect(checkGraph(graph)).toEqual(graph);
    expect(graph.nodes.at(-1)).toMatchObject({ layer: 'dense', config: { units: 10, activation: 'linear' } });
  });
});

it('mlp is LeNet-300-100 by default, its layers named fc1, fc2, fc3', () => {
  const graph = build('mlp');
  expect(kernels(graph)).toEqual(['fc1', 'fc2', 'fc3']);
  expect(costsOf(graph).total).toMatchObject({ parameters: 266_610, multiplyAdds: 266_200 });
});

it('mlp takes a table row as it is, and no hidden layer for a linear model', () => {
  expect(build('mlp', { hidden: [] }, [7]).nodes.map(node => node.name)).toEqual(['input', 'fc1']);
});

it('mlp puts normalisation before and dropout behind each activation', () => {
  const graph = build('mlp', { hidden: [4], batchNorm: true, dropout: 0.2, activation: 'tanh' }, [7]);
  expect(graph.nodes.map(node => node.name)).toEqual(['input', 'fc1', 'norm1', 'tanh1', 'dropout1', 'fc2']);
  expect(graph.nodes[1]?.config).toMatchObject({ bias: false, initialiser: 'glorot-uniform' });
});

it('lenet5 has 431,080 parameters and the layers the literature prunes', () => {
  const graph = build('lenet5');
  expect(kernels(graph)).toEqual(['conv1', 'conv2', 'fc1', 'fc2']);
  // 24²·20·25 + 8²·50·500 + 800·500 + 500·10
  expect(costsOf(graph).total).toMatchObject({ parameters: 431_080, multiplyAdds: 288_000 + 1_600_000 + 400_000 + 5000 });
});

it('small-cnn halves the image in each block', () => {
  const total = costsOf(build('small-cnn')).total;
  // 28²·8·9 + 14²·16·72 + 784·10
  expect(total).toMatchObject({ parameters: 80 + 1168 + 7850, multiplyAdds: 56_448 + 225_792 + 7840 });
  expect(costsOf(build('small-cnn', { head: 'global-average-pool' })).total.parameters).toBe(80 + 1168 + 170);
});

it('mini-resnet with three blocks is the 20-layer net of the paper, but for its projections', () => {
  const graph = build('mini-resnet', { blocks: 3 }, [32, 32, 3]);
  const names = kernels(graph);
  expect(names.filter(name => !name.endsWith('shortcut'))).toHaveLength(20);
  expect(names.filter(name => name.endsWith('shortcut'))).toEqual(['s2b1-shortcut', 's3b1-shortcut']);
  const images = ['s1b3-relu', 's2b3-relu', 's3b3-relu'].map(name => shapesOf(graph).get(name)?.output);
  expect(images).toEqual([
    [32, 32, 16],
    [16, 16, 32],
    [8, 8, 64],
  ]);
  // Kernels and the last bias; 0.27 million as the paper says: 432 + 6·2304 + (4608 + 5·9216) + (18432 + 5·36864) + 650.
  const plain = parameterDeclarations(graph).filter(({ fullName }) => !/norm|shortcut/.test(fullName));
  const count = plain.reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0);
  expect(count).toBe(432 + 13_824 + 50_688 + 202_752 + 650);
});

it.each(['lenet5', 'small-cnn', 'mini-resnet'])('%s refuses a table row', id => {
  expect(failureOf(() => build(id, {}, [784])).message).toBe('conv2d needs an input of 3 axes [height, width, channels], got [784]');
});

it('resnet counts its layers, and says which depths there are', () => {
  const layersOf = (depth: number) => kernels(build('resnet', { depth }, [32, 32, 3])).filter(name => !name.endsWith('shortcut')).length;
  expect([8, 20, 56].map(layersOf)).toEqual([8, 20, 56]);
  expect(build('resnet', { depth: 8 })).toEqual(build('mini-resnet'));
  expect(failureOf(() => build('resnet', { depth: 18 }))).toMatchObject({ path: 'depth', hint: 'The nearest are 14 and 20.' });
});

it('dscnn-small on 49 × 10 is the paper’s small one', () => {
  const graph = buildPreset('dscnn-small', {}, { inputShape: [49, 10, 1], outputs: 12 });
  // 64·(40 + 4·(9 + 64)) + 64·12 + 12, and two numbers a channel for each of nine normalisations.
  const trained = parameterDeclarations(graph).filter(({ role }) => role !== 'statistic');
  const count = trained.reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0);
  expect(count).toBe(64 * (40 + 4 * (9 + 64)) + 64 * 12 + 12 + 9 * 128);
  expect(costsOf(graph).total.multiplyAdds).toBe(25 * 5 * 64 * (40 + 4 * (9 + 64) + 9) + 64 * 12);
});

it('mobilenet-small has a shortcut where a block keeps its shape, and gates where wanted', () => {
  const graph = build('mobilenet-small', { squeezeExcite: true });
  const named = (layer: string) => graph.nodes.filter(node => node.layer === layer).map(node => node.name);
  expect(named('add')).toEqual(['s1b1-add', 's1b2-add', 's2b2-add', 's3b2-add']);
  expect(named('multiply')).toEqual([1, 2, 3].flatMap(stage => [1, 2].map(block => `s${stage}b${block}-gate`)));
  expect(build('mobilenet-small').nodes.some(node => node.layer === 'multiply')).toBe(false);
});

it('resnet-tabular learns fewer numbers for a category of many values, and takes the rest as it is', () => {
  const graph = build('resnet-tabular');
  // 1.6·9^0.56 is 5.5; the category of 3 values stays, and so do the 3 numbers.
  const shapes = shapesOf(graph);
  expect(['others', 'category1', 'row', 'first'].map(name => shapes.get(name)?.output)).toEqual([[6], [6], [12], [64]]);
  expect(graph.nodes.find(node => node.name === 'others')?.config).toEqual({ channels: [0, 10, 11, 12, 13, 14] });
  expect(
    build('resnet-tabular', { embedFrom: 10 })
      .nodes.map(node => node.name)
      .slice(0, 2),
  ).toEqual(['input', 'first']);
});

describe.each(['bag-of-embeddings', 'text-cnn', 'lstm', 'tiny-transformer'])('the text preset %s', id => {
  it('takes the number of tokens from the data, or as it is told', () => {
    const tokensOf = (graph: ModelGraph) => graph.nodes.find(node => node.layer === 'embedding')?.config['tokens'];
    expect(tokensOf(build(id))).toBe(50);
    expect(tokensOf(build(id, { vocabulary: 70 }))).toBe(70);
  });

  it('reads a series and a spectrogram too, without a table of tokens', () => {
    for (const shape of [
      [12, 7],
      [12, 7, 1],
    ]) {
      expect(build(id, {}, shape).nodes.some(node => node.layer === 'embedding')).toBe(false);
    }
  });

  it('refuses a row of numbers that are no tokens', () => {
    const { inputShape } = purposeOf(id);
    const preset = presets.require(id);
    const parsed = parseParams(preset.params, {});
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    expect(failureOf(() => preset.build(parsed.value, { inputShape, outputs: 2 })).message).toContain('needs texts as numbers of tokens');
  });
});

it('tiny-transformer refuses units that its heads can’t share', () => {
  expect(failureOf(() => build('tiny-transformer', { units: 10, heads: 4 }))).toMatchObject({ path: 'units' });
});

it('lenet5 refuses an image that its convolutions use up', () => {
  expect(failureOf(() => build('lenet5', {}, [8, 8, 1]))).toMatchObject({
    path: 'conv2',
    message: 'conv2d with a window of 5×5 needs an input at least as large, got 2×2',
  });
});
