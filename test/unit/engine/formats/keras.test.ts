import { describe, expect, it } from 'vitest';
import { kerasOrder, weightGroups } from '../../../../src-main/engine/formats/keras/layer-order.ts';
import { keras2Config, keras3Config, kerasTopology } from '../../../../src-main/engine/formats/keras/topology.ts';
import { graphOfKerasConfig } from '../../../../src-main/engine/formats/keras/read.ts';
import { formats } from '../../../../src-main/engine/formats/index.ts';
import { modelOf, presetModel } from '../../../support/format-models.ts';
import { graphOf } from '../../../support/graphs.ts';

describe('the order of Keras layers', () => {
  it('goes by distance from the output, then by a walk back from it, and leaves out what leads nowhere', () => {
    const layers = [
      { name: 'in', inputs: [] },
      { name: 'short', inputs: ['in'] },
      { name: 'long1', inputs: ['in'] },
      { name: 'idle', inputs: ['in'] },
      { name: 'long2', inputs: ['long1'] },
      { name: 'twin', inputs: ['in'] },
      { name: 'sum', inputs: ['twin', 'long2', 'short'] },
    ];
    // in is 3 from sum; long1 2; twin, long2 and short 1, met in the order in which sum reads them.
    expect(kerasOrder(layers, 'sum').map(layer => layer.name)).toEqual(['in', 'long1', 'twin', 'long2', 'short', 'sum']);
  });

  it('numbers weight groups by class in snake case', () => {
    const classes = [
      'InputLayer',
      'Conv2D',
      'Conv2D',
      'MaxPooling2D',
      'GlobalAveragePooling2D',
      'LeakyReLU',
      'ReLU',
      'DepthwiseConv2D',
      'Conv2D',
    ];
    const groups = weightGroups(classes.map((className, i) => ({ name: `l${i}`, className })));
    expect([...groups.values()]).toEqual([
      'input_layer',
      'conv2d',
      'conv2d_1',
      'max_pooling2d',
      'global_average_pooling2d',
      'leaky_re_lu',
      're_lu',
      'depthwise_conv2d',
      'conv2d_2',
    ]);
  });
});

describe('a Keras configuration', () => {
  const model = presetModel('mlp', { hidden: [4], dropout: 0.5 }, [3]);

  it('ends with the softmax that turns logits into probabilities', () => {
    const layers = kerasTopology(model, 'keras-3').layers;
    expect(layers.at(-1)).toMatchObject({ name: 'probabilities', className: 'Activation', config: { activation: 'softmax' } });
  });

  it('names the answer otherwise when a layer has its name', () => {
    const graph = graphOf({ x: ['input', { shape: [2] }], probabilities: ['dense', { units: 2 }, 'x'] }, ['probabilities']);
    expect(kerasTopology(modelOf(graph, 'classes', 1), 'tfjs').output).toBe('probabilities_');
  });

  it('splits off an activation that not all readers know, and readers of the layer read that', () => {
    const graph = graphOf(
      { x: ['input', { shape: [2] }], a: ['dense', { units: 2, activation: 'relu6' }, 'x'], b: ['dense', { units: 1 }, 'a'] },
      ['b'],
    );
    const { layers } = kerasTopology(modelOf(graph, 'values', 1), 'keras-2');
    expect(layers.map(({ name, className, inputs }) => [name, className, ...inputs])).toEqual([
      ['x', 'InputLayer'],
      ['a', 'Dense', 'x'],
      ['a-activation', 'ReLU', 'a'],
      ['b', 'Dense', 'a-activation'],
    ]);
  });

  it.each([
    ['Keras 3', keras3Config],
    ['Keras 2', keras2Config],
  ])('of %s reads back as the graph it was', (_version, configOf) => {
    const graph = graphOfKerasConfig(JSON.parse(JSON.stringify(configOf(kerasTopology(model, 'keras-3')))));
    const layersOf = (nodes: typeof graph.nodes): unknown => nodes.map(({ name, layer, inputs }) => [name, layer, ...inputs]);
    expect(layersOf(graph.nodes.slice(0, -1))).toEqual(layersOf(model.graph.nodes));
    expect(graph.nodes.at(-1)).toMatchObject({ layer: 'activation', config: { function: 'softmax' } });
  });

  it.each([
    ['a class nobody knows', '"Dropout"', '"Magic"', "Layers of class 'Magic' have no counterpart here"],
    ['a class named like a built-in', '"Dropout"', '"constructor"', "Layers of class 'constructor' have no counterpart here"],
    ['an activation nobody knows', '"activation":"relu"', '"activation":"snake"', 'one of the activations'],
    ['a layer used twice', '[[["fc1",0,0,{}]]]', '[[["fc1",0,0,{}]],[["fc1",0,0,{}]]]', 'a layer may be used once'],
    ['a layer that reads one that is not there', '[[["fc1",0,0,{}]]]', '[[["fc7",0,0,{}]]]', 'needs inputs that stand before it'],
    [
      'two names for a layer',
      '"name":"fc1","inbound',
      '"name":"fc0","inbound',
      'a layer with class, configuration and one name is required',
    ],
    ['units that are no number', '"units":4', '"units":"4"', 'a number is required'],
    ['a model that is not functional', '"Functional"', '"Subclassed"', 'A functional Keras model is required'],
  ])('is refused with %s', (_what, from, to, message) => {
    const text = JSON.stringify(keras2Config(kerasTopology(model, 'keras-2')));
    expect(text).toContain(from);
    expect(() => graphOfKerasConfig(JSON.parse(text.replace(from, to)))).toThrow(message);
  });
});

describe('a layer without a form', () => {
  const graph = graphOf({ x: ['input', { shape: [6, 6, 2] }], deep: ['depthwise-conv2d', { stride: [1, 2] }, 'x'] }, ['deep']);

  it.each(['keras', 'keras-h5'])('is refused by %s, naming it and the reason', async id => {
    await expect(formats.require(id).write(modelOf(graph, 'values', 1), { name: 'm', params: {} })).rejects.toThrow(
      "Layer 'deep' can't be written as Keras: TensorFlow computes depthwise convolutions with equal strides only, got 1 and 2",
    );
  });
});
