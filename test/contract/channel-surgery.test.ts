import { beforeAll, describe, expect, it } from 'vitest';
import { channelGroups } from '../../src-main/engine/graph/channel-groups.ts';
import { presets } from '../../src-main/engine/graph/presets/index.ts';
import { layers } from '../../src-main/engine/graph/layers/index.ts';
import { shapesOf } from '../../src-main/engine/graph/shapes.ts';
import { removeChannels } from '../../src-main/engine/graph/surgery.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import { maskedAnswers, product, randomParameters, separatedValues, type ChannelMasks, type Evaluation } from '../support/graphs.ts';
import { smallPreset } from '../support/preset-cases.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { surgeryCases } from '../support/surgery-cases.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

it('every layer that channels can pass is cut somewhere here', () => {
  const cut = new Set(surgeryCases.flatMap(({ graph }) => graph.nodes.map(node => node.layer)));
  expect([...cut].sort()).toEqual(layers.all.map(layer => layer.id).sort());
});

describe.each(surgeryCases)('cutting $title', ({ graph, group, channels, masks, left }) => {
  const model = evaluationOf(graph);

  it('computes what the whole network computes with those channels masked', () => {
    const smaller = removeChannels(model, group, channels);
    const expected = maskedAnswers(tf, model, masks);
    expectClose(maskedAnswers(tf, smaller), expected);
    expect(differ(expected, maskedAnswers(tf, model))).toBe(true);
  });

  it('makes the layers smaller that make and read them', () => {
    const shapes = shapesOf(removeChannels(model, group, channels).graph);
    expect(Object.fromEntries(Object.keys(left).map(name => [name, shapes.get(name)?.output.at(-1)]))).toEqual(left);
  });

  it('cuts masks and optimizer slots with the parameters', () => {
    const names = Object.keys(model.parameters);
    const numbered = Object.fromEntries(names.map(name => [name, model.parameters[name]?.values.map((_, i) => i) ?? new Float32Array()]));
    const marked = Object.fromEntries(names.map(name => [name, Uint8Array.from(numbered[name] ?? [], i => (i * 7) % 2)]));
    const smaller = removeChannels({ ...model, parallel: { momentum: numbered, masks: marked } }, group, channels);
    for (const name of names) {
      const places = smaller.parallel.momentum[name] ?? new Float32Array();
      expect([...places.map(place => model.parameters[name]?.values[place] ?? NaN)], name).toEqual([
        ...(smaller.parameters[name]?.values ?? []),
      ]);
      expect([...(smaller.parallel.masks[name] ?? [])]).toEqual([...places].map(place => (place * 7) % 2));
    }
  });

  it('leaves the model it was given alone', () => {
    const before = structuredClone(model);
    removeChannels(model, group, channels);
    expect(model).toEqual(before);
  });
});

describe.each(presets.all)('cutting preset $id', preset => {
  const graph = smallPreset(preset.id);
  const model = evaluationOf(graph);

  it.each(channelGroups(graph).groups.map(({ id }) => ({ id })))('equals masking for group $id', ({ id }) => {
    const group = channelGroups(graph).groups.find(one => one.id === id);
    // Setting the values to 0 once more at every node that carries them is the definition of masking.
    const masks: ChannelMasks = Object.fromEntries(
      group?.carriers.map(({ node, channelOf }) => [node, [...channelOf.keys()].filter(entry => channelOf[entry] === 1)]) ?? [],
    );
    expectClose(maskedAnswers(tf, removeChannels(model, id, [1])), maskedAnswers(tf, model, masks));
  });
});

function evaluationOf(graph: ModelGraph): Evaluation {
  const shapes = shapesOf(graph);
  const inputs = graph.inputs.map((name, i) => {
    const shape = [8, ...(shapes.get(name)?.output ?? [])];
    return { shape, values: separatedValues(product(shape), i + 5) };
  });
  return { graph, parameters: randomParameters(graph, 11), inputs };
}

function expectClose(came: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expect(came.map(values => values.length)).toEqual(expected.map(values => values.length));
  came.forEach((values, a) =>
    values.forEach((value, i) =>
      expect(Math.abs(value - (expected[a]?.[i] ?? NaN))).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value))),
    ),
  );
}

function differ(a: readonly Float32Array[], b: readonly Float32Array[]): boolean {
  return a.some((values, i) => values.some((value, j) => Math.abs(value - (b[i]?.[j] ?? NaN)) > 1e-3));
}
