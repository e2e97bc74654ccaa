import { beforeAll, describe, expect, it } from 'vitest';
import { costsOf } from '../../src-main/engine/graph/costs.ts';
import { parameterDeclarations } from '../../src-main/engine/graph/parameters.ts';
import { presets } from '../../src-main/engine/graph/presets/index.ts';
import { shapesOf } from '../../src-main/engine/graph/shapes.ts';
import { morphisms } from '../../src-main/engine/search/morphisms/index.ts';
import type { Network } from '../../src-main/engine/search/morphisms/morphism.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { graphOf, maskedAnswers, product, randomParameters, separatedValues } from '../support/graphs.ts';
import { referenceEngine } from '../support/reference-engine.ts';

/** Parameters of the presets that are too large as they come; the others as they come. */
const SMALL: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  mlp: { hidden: [5, 4], batchNorm: true, dropout: 0.2 },
  lenet5: { filters: [3, 4], hidden: 6 },
  'small-cnn': { filters: [3, 4], batchNorm: true },
  'mini-resnet': { widths: [3, 4], blocks: 2 },
};

const ofPresets = presets.all
  .filter(({ id }) => id in SMALL)
  .map((preset): readonly [string, ModelGraph] => {
    const parsed = parseParams(preset.params, SMALL[preset.id] ?? {}, {});
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    return [preset.id, preset.build(parsed.value, { inputShape: [16, 16, 1], outputs: 3 })];
  });

const joined = graphOf(
  {
    in: ['input', { shape: [6, 6, 2] }],
    conv1: ['conv2d', { filters: 3, kernel: 3, padding: 'same', activation: 'relu' }, 'in'],
    depth: ['depthwise-conv2d', { kernel: 3, padding: 'same', multiplier: 2, activation: 'relu6' }, 'conv1'],
    conv2: ['conv2d', { filters: 2, kernel: [1, 3], padding: 'same', activation: 'tanh' }, 'in'],
    both: ['concatenate', {}, 'depth', 'conv2'],
    conv3: ['conv2d', { filters: 4, kernel: 3, stride: 2, padding: 'same' }, 'both'],
    relu3: ['activation', { function: 'relu' }, 'conv3'],
    flat: ['flatten', {}, 'relu3'],
    fc1: ['dense', { units: 3 }, 'flat'],
  },
  ['fc1'],
);
const recurrent = graphOf(
  {
    in: ['input', { shape: [5, 2] }],
    memory: ['lstm', { units: 3 }, 'in'],
    fc1: ['dense', { units: 4, activation: 'relu' }, 'memory'],
    fc2: ['dense', { units: 2 }, 'fc1'],
  },
  ['fc2'],
);

const series = graphOf(
  {
    in: ['input', { shape: [8, 2] }],
    conv1: ['conv1d', { filters: 4, kernel: 3, padding: 'same', activation: 'relu' }, 'in'],
    gate: ['conv1d', { filters: 4, kernel: 3, padding: 'same', activation: 'sigmoid' }, 'in'],
    gated: ['multiply', {}, 'conv1', 'gate'],
    conv2: ['conv1d', { filters: 3, kernel: 2, padding: 'same', stride: 2 }, 'gated'],
    relu2: ['activation', { function: 'relu' }, 'conv2'],
    flat: ['flatten', {}, 'relu2'],
    fc1: ['dense', { units: 2 }, 'flat'],
  },
  ['fc1'],
);
const grouped = graphOf(
  {
    in: ['input', { shape: [5, 5, 4] }],
    conv1: ['conv2d', { filters: 4, kernel: 3, padding: 'same', groups: 2, activation: 'relu' }, 'in'],
    conv2: ['conv2d', { filters: 4, kernel: 3, padding: 'same', activation: 'relu' }, 'conv1'],
    pool: ['global-average-pool', {}, 'conv2'],
    fc1: ['dense', { units: 2 }, 'pool'],
  },
  ['fc1'],
);

const graphs = [...ofPresets, ['joined', joined], ['recurrent', recurrent], ['series', series], ['grouped', grouped]] as const;
const cases = morphisms.all.flatMap(morphism =>
  graphs.flatMap(([name, graph]) => morphism.changes(graph).map(change => ({ morphism, name, graph, change, at: change.at }))),
);

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

it('offers every kind of change somewhere', () => {
  expect([...new Set(cases.map(({ morphism }) => morphism.id))].sort()).toEqual(morphisms.all.map(({ id }) => id).sort());
  expect(new Set(cases.map(({ name }) => name)).size).toBe(graphs.length);
});

describe.each(cases)('$morphism.id of $name at $at', ({ morphism, graph, change }) => {
  const parent: Network = { graph, parameters: randomParameters(graph, 3) };
  const child = morphism.apply(parent, change, createRandom(5));

  it('gives a network whose parameters are those its graph declares', () => {
    const declared = parameterDeclarations(child.graph).map(({ fullName, shape }) => [fullName, shape]);
    expect(Object.entries(child.parameters).map(([name, { shape }]) => [name, shape])).toEqual(declared);
    for (const { shape, values } of Object.values(child.parameters)) expect(values.length).toBe(product(shape));
    expect(shapesOf(child.graph).get(child.graph.outputs[0]!)?.output).toEqual(shapesOf(graph).get(graph.outputs[0]!)?.output);
  });

  it('changes the structure, the same way each time, and leaves its arguments alone', () => {
    expect(child.graph).not.toEqual(graph);
    expect(parent.parameters).toEqual(randomParameters(graph, 3));
    expect(morphism.apply(parent, change, createRandom(5))).toEqual(child);
    expect(JSON.parse(JSON.stringify(change))).toEqual(change);
  });

  it(morphism.keepsFunction ? 'answers as the network before' : 'makes it smaller', () => {
    if (!morphism.keepsFunction) {
      expect(costsOf(child.graph).total.parameters).toBeLessThan(costsOf(graph).total.parameters);
      return;
    }
    const [after, before] = [answersOf(child), answersOf(parent)];
    expect(Math.max(...before.map(Math.abs))).toBeGreaterThan(1e-3);
    after.forEach((value, i) => expect(Math.abs(value - before[i]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(before[i]!))));
  });
});

it('keeps the function over a whole row of changes', () => {
  const random = createRandom(11);
  for (const [, graph] of graphs) {
    let network: Network = { graph, parameters: randomParameters(graph, 3) };
    const before = answersOf(network);
    for (let i = 0; i < 8; i++) {
      const all = morphisms.all.filter(({ keepsFunction }) => keepsFunction).flatMap(one => one.changes(network.graph));
      const change = all[Math.floor(random.next() * all.length)]!;
      network = morphisms.require(change.morphism).apply(network, change, random.split(i));
    }
    answersOf(network).forEach((value, i) => expect(value).toBeCloseTo(before[i]!, 4));
  }
});

function answersOf({ graph, parameters }: Network): number[] {
  const inputs = graph.inputs.map((name, i) => {
    const shape = shapesOf(graph).get(name)?.output ?? [];
    return { shape: [2, ...shape], values: separatedValues(2 * product(shape), i + 1) };
  });
  return maskedAnswers(tf, { graph, parameters, inputs }).flatMap(values => [...values]);
}
