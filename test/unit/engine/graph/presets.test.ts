import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkGraph } from '../../../../src-main/engine/graph/check-graph.ts';
import { costsOf } from '../../../../src-main/engine/graph/costs.ts';
import { parameterDeclarations } from '../../../../src-main/engine/graph/parameters.ts';
import { presets } from '../../../../src-main/engine/graph/presets/index.ts';
import { shapesOf } from '../../../../src-main/engine/graph/shapes.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import type { ModelGraph, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { failureOf } from '../../../support/failure-of.ts';

function build(id: string, params: Readonly<Record<string, unknown>> = {}, inputShape: Shape = [28, 28, 1]): ModelGraph {
  const preset = presets.require(id);
  const parsed = parseParams(preset.params, params);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return preset.build(parsed.value, { inputShape, outputs: 10 });
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

it('lenet5 refuses an image that its convolutions use up', () => {
  expect(failureOf(() => build('lenet5', {}, [8, 8, 1]))).toMatchObject({
    path: 'conv2',
    message: 'conv2d with a window of 5×5 needs an input at least as large, got 2×2',
  });
});
