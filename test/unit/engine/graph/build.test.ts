import { describe, expect, it } from 'vitest';
import { graphFromLayers } from '../../../../src-main/engine/graph/build.ts';
import { entry } from '../../../../src-main/engine/graph/preset.ts';
import { failureOf } from '../../../support/failure-of.ts';

const classes = { inputShape: [6], outputs: 3, task: 'classes' } as const;
const dense = (units: number, more: object = {}) => entry('dense', { units, ...more });
const names = (graph: ReturnType<typeof graphFromLayers>) => graph.nodes.map(node => node.name);

describe('graphFromLayers', () => {
  it('chains layers, counts their names by type and fills in defaults', () => {
    const graph = graphFromLayers([dense(5), entry('activation', { function: 'leaky-relu' }), entry('batch-norm'), dense(3)], classes);
    expect(names(graph)).toEqual(['input', 'fc1', 'leaky-relu1', 'norm1', 'fc2']);
    expect(graph.nodes.map(node => node.inputs)).toEqual([[], ['input'], ['fc1'], ['leaky-relu1'], ['norm1']]);
    expect(graph.nodes[4]?.config).toEqual({ units: 3, activation: 'linear', bias: true, initialiser: 'glorot-uniform' });
    expect([graph.inputs, graph.outputs]).toEqual([['input'], ['fc2']]);
  });

  it('counts convolutions and pools by their short names', () => {
    const layers = [
      entry('conv2d', { filters: 2 }),
      entry('max-pool'),
      entry('conv2d', { filters: 2, kernel: 1 }),
      entry('average-pool'),
      entry('flatten'),
      dense(3),
    ];
    const graph = graphFromLayers(layers, { ...classes, inputShape: [8, 8, 1] });
    expect(names(graph)).toEqual(['input', 'conv1', 'pool1', 'conv2', 'pool2', 'flatten1', 'fc1']);
  });

  it('passes over a number that a given name took', () => {
    const graph = graphFromLayers([dense(5), entry('dense', { units: 4 }, { name: 'fc1' }), dense(3)], classes);
    expect(names(graph)).toEqual(['input', 'fc2', 'fc1', 'fc3']);
  });

  it('branches by from, the input included', () => {
    const layers = [entry('dense', { units: 6 }, { name: 'side' }), entry('add', {}, { from: ['side', 'input'] }), dense(3)];
    expect(graphFromLayers(layers, classes).nodes[2]).toMatchObject({ name: 'add1', inputs: ['side', 'input'] });
  });

  it('drops a softmax at the end of a classifier, so that its outputs are logits', () => {
    const apart = graphFromLayers([dense(3), entry('activation', { function: 'softmax' })], classes);
    const own = graphFromLayers([dense(3, { activation: 'softmax' })], classes);
    expect(apart).toEqual(own);
    expect(own.nodes.at(-1)).toMatchObject({ name: 'fc1', config: { activation: 'linear' } });
  });

  it('drops a final sigmoid of a binary model only', () => {
    const layers = [dense(1), entry('activation', { function: 'sigmoid' })];
    expect(graphFromLayers(layers, { inputShape: [6], outputs: 1, task: 'binary' }).outputs).toEqual(['fc1']);
    expect(graphFromLayers(layers, { inputShape: [6], outputs: 1, task: 'values' }).outputs).toEqual(['sigmoid1']);
  });

  it('leaves a softmax in the middle alone', () => {
    expect(names(graphFromLayers([entry('activation', { function: 'softmax' }), dense(3)], classes))).toContain('softmax1');
  });
});

describe('graphFromLayers refuses', () => {
  it('an unknown name in from, and proposes the nearest', () => {
    const error = failureOf(() =>
      graphFromLayers([entry('dense', { units: 3 }, { name: 'trunk' }), entry('add', {}, { from: ['trunk', 'imput'] })], classes),
    );
    expect(error).toMatchObject({ code: 'invalid-input', path: 'add1.from', hint: "Did you mean 'input'?" });
  });

  it('a layer that reads a later one', () => {
    const layers = [entry('dense', { units: 3 }, { from: ['last'] }), entry('dense', { units: 3 }, { name: 'last' })];
    expect(failureOf(() => graphFromLayers(layers, classes))).toMatchObject({
      path: 'fc1',
      message: "'fc1' needs inputs that stand before it, got 'last'",
    });
  });

  it('a join that was not told what to join', () => {
    expect(failureOf(() => graphFromLayers([dense(3), entry('add')], classes))).toMatchObject({
      path: 'add1',
      message: 'add needs 2 to 64 inputs, got 1',
      hint: 'Name the layers it joins: from: [a, b].',
    });
  });

  it('a last layer of another width, saying what the task needs', () => {
    expect(failureOf(() => graphFromLayers([dense(12)], classes))).toMatchObject({
      path: 'fc1',
      message: 'the last layer must give [3] (one logit per class), got [12]',
      hint: 'End with { dense: 3 }.',
    });
  });

  it('a last layer that still has positions', () => {
    const error = failureOf(() => graphFromLayers([entry('conv2d', { filters: 3 })], { ...classes, inputShape: [8, 8, 1] }));
    expect(error).toMatchObject({ message: 'the last layer must give [3] (one logit per class), got [6, 6, 3]' });
    expect(error.hint).toContain('flatten');
  });

  it('a layer whose input does not fit, with the layer as path', () => {
    const error = failureOf(() =>
      graphFromLayers([entry('conv2d', { filters: 3 }, { name: 'c1' }), dense(3)], { ...classes, inputShape: [784] }),
    );
    expect(error).toMatchObject({ path: 'c1', message: 'conv2d needs an input of 3 axes [height, width, channels], got [784]' });
  });

  it('an input among the layers, an unknown layer, and no layer at all', () => {
    expect(failureOf(() => graphFromLayers([entry('input', { shape: [6] }), dense(3)], classes)).path).toBe('layers.0');
    expect(failureOf(() => graphFromLayers([dense(3), entry('dens')], classes)).path).toBe('layers.1');
    expect(failureOf(() => graphFromLayers([], classes)).message).toBe('the last layer must give [3] (one logit per class), got [6]');
  });
});
