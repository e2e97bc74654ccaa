import { describe, expect, it } from 'vitest';
import { headsArguments } from '../../../../src-main/engine/formats/keras/heads-call.ts';
import { withHeads } from '../../../../src-main/engine/formats/keras/head-layers.ts';
import { graphOfKerasConfig } from '../../../../src-main/engine/formats/keras/read.ts';
import { keras2Config, keras3Config, kerasTopology } from '../../../../src-main/engine/formats/keras/topology.ts';
import type { MaskedLayer } from '../../../../src-main/engine/formats/keras/masked-steps.ts';
import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { modelOf } from '../../../support/format-models.ts';
import { graphOf, type Sketch } from '../../../support/graphs.ts';

const block: Sketch = {
  ids: ['input', { shape: [5] }],
  mask: ['mask', {}, 'ids'],
  tokens: ['embedding', { tokens: 6, units: 3 }, 'ids'],
  q: ['conv1d', { filters: 4, kernel: 1 }, 'tokens'],
  k: ['conv1d', { filters: 4, kernel: 1 }, 'tokens'],
  v: ['conv1d', { filters: 4, kernel: 1 }, 'tokens'],
  heads: ['attention', { headSize: 2 }, 'q', 'k', 'v', 'mask'],
  joined: ['conv1d', { filters: 3, kernel: 1 }, 'heads'],
  mean: ['global-average-pool', {}, 'joined', 'mask'],
};
const model = modelOf(graphOf(block, ['mean']), 'values', 5);

const read = (graph: ModelGraph, name: string): readonly string[] => graph.nodes.find(node => node.name === name)?.inputs ?? [];

describe('attention as layers of Keras', () => {
  it('is one layer of Keras 3 with the products around it, the kernels as they are', () => {
    const { layers } = kerasTopology(model, 'keras-3');
    const whole = layers.find(({ className }) => className === 'MultiHeadAttention');
    expect(whole).toMatchObject({
      name: 'joined',
      inputs: ['tokens', 'tokens', 'tokens', 'joined-input'],
      config: { num_heads: 2, key_dim: 2 },
    });
    expect(layers.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['q']));
    expect(whole?.weights['query/kernel']).toEqual({ shape: [3, 2, 2], values: model.parameters['q/kernel']?.values });
    expect(whole?.weights['attention_output/bias']).toEqual({ shape: [3], values: model.parameters['joined/bias']?.values });
  });

  it('has products that change nothing where it has none of its own', () => {
    const bare: Sketch = { x: ['input', { shape: [3, 2] }], heads: ['attention', { headSize: 1 }, 'x', 'x', 'x'] };
    const whole = kerasTopology(modelOf(graphOf(bare, ['heads']), 'values', 1), 'keras-3').layers.at(-1);
    expect(Object.keys(whole?.weights ?? {})).toEqual(['query/kernel', 'key/kernel', 'value/kernel', 'attention_output/kernel']);
    expect(whole?.weights['key/kernel']).toEqual({ shape: [2, 2, 1], values: Float32Array.of(1, 0, 0, 1) });
  });

  it.each([
    ['one layer', 'keras-3', ['joined-query', 'joined-key', 'joined-value'], 'joined-heads'],
    ['its parts', 'tfjs', ['heads-queries', 'heads-keys', 'heads-values'], 'heads'],
  ] as const)('comes back from %s under the same mask', (_what, dialect, inFront, name) => {
    const configOf = dialect === 'tfjs' ? keras2Config : keras3Config;
    const graph = graphOfKerasConfig(JSON.parse(JSON.stringify(configOf(kerasTopology(model, dialect)))));
    const inputs = read(graph, name);
    expect(inputs.slice(0, 3)).toEqual(inFront);
    // The last layer of those that a mask is spelled in.
    expect(inputs[3]).toMatch(/^mask-activation/);
    expect(graph.nodes.find(node => node.name === name)).toMatchObject({ layer: 'attention', config: { headSize: 2 } });
    expect(graph.nodes.filter(({ layer }) => layer === 'permute')).toEqual([]);
  });

  it('comes back from the parts of a single head', () => {
    const bare: Sketch = { x: ['input', { shape: [3, 4] }], heads: ['attention', { headSize: 4 }, 'x', 'x', 'x'] };
    const { layers } = kerasTopology(modelOf(graphOf(bare, ['heads']), 'values', 1), 'keras-2');
    const [last, ...others] = withHeads(layers).toReversed();
    expect(last).toMatchObject({
      name: 'heads',
      config: { headSize: 4 },
      inputs: ['heads-head1-queries', 'heads-head1-keys', 'heads-head1-values'],
    });
    expect(others.map(({ className }) => className)).toEqual(['Conv1D', 'Conv1D', 'Conv1D', 'InputLayer']);
  });

  it('is not seen in products that are scaled otherwise, or that something else reads', () => {
    const { layers } = kerasTopology(model, 'tfjs');
    const classes = (list: readonly MaskedLayer[]): readonly string[] => list.map(({ className }) => className);
    expect(classes(withHeads(layers))).not.toContain('Dot');
    const otherwise = layers.map(layer => (/head\d-fits$/.test(layer.name) ? { ...layer, config: { scale: 0.3, offset: 0 } } : layer));
    expect(classes(withHeads(otherwise))).toEqual(classes(otherwise));
    const also = [...layers, { ...layers.at(-1)!, name: 'also', inputs: ['heads-head1-shares'] }];
    expect(classes(withHeads(also))).toEqual(classes(also));
  });
});

describe('a call of attention', () => {
  it('says what it reads by place and by name', () => {
    const rest = { query_mask: null, return_attention_scores: false };
    expect(headsArguments({ args: ['q', 'v'], kwargs: rest }, 'a')).toEqual(['q', 'v', 'v']);
    expect(headsArguments({ args: ['q'], kwargs: { ...rest, attention_mask: 'm', key: 'k', value: 'v' } }, 'a')).toEqual([
      'q',
      'k',
      'v',
      'm',
    ]);
    expect(headsArguments([['q', 0, 0, { value: ['v', 0, 0], key: ['k', 0, 0] }]], 'a')).toEqual([
      ['q', 0, 0],
      ['k', 0, 0],
      ['v', 0, 0],
    ]);
  });

  it.each([{ use_causal_mask: true }, { query_mask: 'm' }])('is refused with %o', kwargs => {
    expect(() => headsArguments({ args: ['q', 'v'], kwargs }, 'a')).toThrow(`this one is called with '${Object.keys(kwargs)[0]!}'`);
  });
});
