import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../../../src-main/services/catalog.ts';
import { parseFields } from '../../../../../src-shared/domain/params/parse-params.ts';
import type { ParamSpecs } from '../../../../../src-shared/domain/params/param-spec.ts';
import { searchedFields } from '../../../../../src-shared/domain/recipe/training-fields.ts';
import {
  assignmentProblems,
  countConfigurations,
  decode,
  encode,
  gridConfiguration,
} from '../../../../../src-shared/domain/search/assignments.ts';
import { parseSpace } from '../../../../../src-shared/domain/search/parse-space.ts';
import { resolveSpace } from '../../../../../src-shared/domain/search/resolve-space.ts';
import type { Space } from '../../../../../src-shared/domain/search/space.ts';

const catalog = createCatalog();
const read = (raw: unknown, specs: ParamSpecs = searchedFields) => parseSpace(raw, specs, { catalog, parseFields });

function spaceOf(raw: unknown, specs?: ParamSpecs): Space {
  const space = read(raw, specs);
  if (!space.ok) throw new Error(JSON.stringify(space.error));
  return space.value;
}

function problemsOf(raw: unknown, specs?: ParamSpecs): string[] {
  const space = read(raw, specs);
  return space.ok ? [] : space.error.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const MLP = { preset: 'mlp', hidden: [8] };
const recipeExample = {
  model: { preset: 'mlp', depth: { from: 1, to: 3 }, width: { from: 8, to: 128, scale: 'log' }, dropout: { from: 0, to: 0.5 } },
  optimizer: { kind: 'adam', learningRate: { from: 0.0001, to: 0.03, scale: 'log' } },
  batchSize: { choose: [32, 64, 128] },
};
const conditional = {
  model: { preset: 'mlp', hidden: { repeat: { from: 1, to: 3 }, of: { from: 8, to: 64 } } },
  optimizer: {
    choose: [
      { kind: 'adam', learningRate: { from: 0.0001, to: 0.01 } },
      { kind: 'sgd', learningRate: { from: 0.001, to: 1 }, momentum: { from: 0, to: 0.99 } },
    ],
  },
};

describe('a space as a recipe writes it', () => {
  it('has a dimension per range, whole numbers and scales as their fields are', () => {
    const { dimensions } = spaceOf(recipeExample);
    expect(Object.fromEntries(dimensions.map(({ name, domain }) => [name, domain]))).toEqual({
      'model.dropout': { kind: 'number', from: 0, to: 0.5, scale: 'linear' },
      'model.depth': { kind: 'number', from: 1, to: 3, scale: 'linear', step: 1 },
      'model.width': { kind: 'number', from: 8, to: 128, scale: 'log', step: 1 },
      'optimizer.learningRate': { kind: 'number', from: 0.0001, to: 0.03, scale: 'log' },
      batchSize: { kind: 'choice', labels: ['32', '64', '128'], ordered: true },
    });
  });

  it('gives fields that a train step takes, depth and width as the list of widths', () => {
    const space = spaceOf(recipeExample);
    const assignment = { 'model.depth': 2, 'model.width': 48, 'model.dropout': 0.25, 'optimizer.learningRate': 0.002, batchSize: 1 };
    expect(resolveSpace(space, assignment)).toEqual({
      model: { preset: 'mlp', hidden: [48, 48], dropout: 0.25 },
      optimizer: { kind: 'adam', learningRate: 0.002 },
      batchSize: 64,
    });
  });

  it('nests ranges in options and in lists of varying length, and leaves out what takes no part', () => {
    const space = spaceOf(conditional);
    const sgd = { 'model.hidden.repeat': 2, 'model.hidden[1]': 8, 'model.hidden[2]': 16, optimizer: 1 };
    const whole = { ...sgd, 'optimizer[sgd].learningRate': 0.1, 'optimizer[sgd].momentum': 0.9 };
    expect(assignmentProblems(space, whole)).toEqual([]);
    expect(resolveSpace(space, whole)).toEqual({
      model: { preset: 'mlp', hidden: [8, 16] },
      optimizer: { kind: 'sgd', learningRate: 0.1, momentum: 0.9 },
    });
    expect(assignmentProblems(space, { ...whole, 'model.hidden[3]': 9 })).toEqual([
      "'model.hidden[3]' takes no part here, but has the value 9",
    ]);
    expect(assignmentProblems(space, sgd)).toEqual([
      "'optimizer[sgd].learningRate' has no value",
      "'optimizer[sgd].momentum' has no value",
    ]);
  });

  it('lets a parameter take part where the chosen member has it', () => {
    const optimizer = { kind: { choose: ['adam', 'sgd'] }, learningRate: { from: 0.001, to: 0.1 }, momentum: { from: 0, to: 0.9 } };
    const space = spaceOf({ model: MLP, optimizer });
    const adam = { 'optimizer.kind': 0, 'optimizer.learningRate': 0.01 };
    expect(assignmentProblems(space, adam)).toEqual([]);
    expect(resolveSpace(space, adam)['optimizer']).toEqual({ kind: 'adam', learningRate: 0.01 });
    const fixed = spaceOf({ model: MLP, optimizer: { ...optimizer, momentum: 0.5 } });
    expect(resolveSpace(fixed, { ...adam, 'optimizer.kind': 1 })['optimizer']).toEqual({ kind: 'sgd', learningRate: 0.01, momentum: 0.5 });
    expect(resolveSpace(fixed, adam)['optimizer']).toEqual({ kind: 'adam', learningRate: 0.01 });
  });

  it('takes conditions by name, in whatever order the fields stand', () => {
    const space = spaceOf({
      weightDecay: { from: 0.0001, to: 0.1, scale: 'log', when: { batchSize: [64, 128] } },
      batchSize: { choose: [32, 64, 128] },
      model: MLP,
    });
    expect(space.dimensions.map(({ name }) => name)).toEqual(['batchSize', 'weightDecay']);
    expect(resolveSpace(space, { batchSize: 0 })).toEqual({ batchSize: 32, model: MLP });
  });

  it('reaches into layers and their short forms', () => {
    const layers = [{ dense: { from: 4, to: 16 } }, { choose: ['relu', 'tanh'] }, { dense: { units: { from: 2, to: 4 }, name: 'last' } }];
    const space = spaceOf({ model: { layers } });
    expect(space.dimensions.map(({ name, domain }) => [name, domain.kind === 'number' ? domain.step : domain.labels])).toEqual([
      ['model.layers[1].dense', 1],
      ['model.layers[2]', ['relu', 'tanh']],
      ['model.layers[3].dense.units', 1],
    ]);
    const fields = resolveSpace(space, { 'model.layers[1].dense': 5, 'model.layers[2]': 1, 'model.layers[3].dense.units': 3 });
    expect(fields).toEqual({ model: { layers: [{ dense: 5 }, 'tanh', { dense: { units: 3, name: 'last' } }] } });
  });

  it('counts its configurations and lists them', () => {
    const space = spaceOf({ model: { preset: 'mlp', hidden: { repeat: { from: 1, to: 2 }, of: { choose: [8, 16, 32] } } } });
    expect(countConfigurations(space)).toBe(3 + 9);
    const all = Array.from({ length: 13 }, (_, i) => gridConfiguration(space, 5, i));
    expect(all[12]).toBeNull();
    expect(new Set(all.slice(0, 12).map(a => JSON.stringify(a))).size).toBe(12);
    expect(countConfigurations(spaceOf(recipeExample))).toBe(Infinity);
  });

  it('lies in the unit cube and comes back', () => {
    const space = spaceOf(conditional);
    const adam = { 'model.hidden.repeat': 1, 'model.hidden[1]': 40, optimizer: 0, 'optimizer[adam].learningRate': 0.001 };
    const units = encode(space, adam);
    expect([...units].filter(Number.isNaN)).toHaveLength(4);
    const back = decode(space, units);
    expect(back).toEqual({ ...adam, 'optimizer[adam].learningRate': expect.closeTo(0.001, 12) as number });
    const rate = space.dimensions.findIndex(({ name }) => name === 'optimizer[adam].learningRate');
    expect(units[rate]).toBeCloseTo(0.5, 12);
  });
});

describe('a space that can not be', () => {
  it.each([
    [{ model: MLP }, ': at least one range is required, but nothing varies here'],
    [{}, ': at least one range is required, but nothing varies here'],
    [
      { model: MLP, batchSize: { from: 64, to: 32 } },
      'batchSize: a range from a smaller to a greater number is required, got 64 to 32: nothing lies in it',
    ],
    [{ model: MLP, batchSize: { from: 1.5, to: 32 } }, 'batchSize.from: a whole number is required, got 1.5'],
    [{ model: MLP, batchSize: { from: 8, to: '32' } }, "batchSize.to: a number is required, got '32'"],
    [{ model: MLP, weightDecay: { from: 0, to: 1, scale: 'log' } }, 'weightDecay.from: on a log scale a number above 0 is required, got 0'],
    [{ model: MLP, weightDecay: { from: 0, to: 1, step: 2 } }, 'weightDecay.step: a number in (0, 1] is required, got 2'],
    [{ model: MLP, weightDecay: { from: 0, to: 1, stpe: 2 } }, "weightDecay.stpe: unknown key 'stpe'"],
    [{ model: MLP, weightDecay: { from: 0, to: 20 } }, 'weightDecay: a value in [0, 10] is required, got 20'],
    [{ model: MLP, weightDecay: { form: 0, to: 20 } }, 'weightDecay: a value or a range is required, got {"form":0,"to":20}'],
    [{ model: MLP, batchSize: { choose: [32] } }, 'batchSize.choose: a list of at least two options is required, got [32]'],
    [{ model: MLP, batchSize: { choose: [32, 32] } }, 'batchSize.choose.1: the option 32 is there twice'],
    [{ model: MLP, batchSize: { choose: [32, 'many'] } }, "batchSize: a number is required, got 'many'"],
    [{ batchSize: { choose: [32, 64] } }, 'model: required (model), but it is missing'],
    [{ model: MLP, batchsize: { choose: [32, 64] } }, "batchsize: unknown key 'batchsize'"],
    [
      { model: { preset: 'mlp', width: { from: 8, to: 16 }, hidden: [3] } },
      "model.hidden: either 'hidden' or 'depth' and 'width' is required, got both",
    ],
    [
      { model: { preset: 'mlp', depth: { from: 1, to: 3 } } },
      "model.width: required beside 'depth' (width of every layer), but it is missing",
    ],
    [
      { model: { preset: 'mlp', depth: { from: 1, to: 900 }, width: 8 } },
      'model.depth: whole numbers in [1, 64] are required, got {"from":1,"to":900}',
    ],
    [
      { model: MLP, batchSize: { choose: [32, 64], when: { optimzer: 1 } } },
      "batchSize.when.optimzer: no other range is called 'optimzer'",
    ],
  ])('%j says what is required and what came', (raw, message) => {
    expect(problemsOf(raw)).toContain(message);
  });

  it('says which condition excludes which', () => {
    const optimizer = {
      choose: [{ kind: 'adam' }, { kind: 'sgd', momentum: { from: 0, to: 0.9, when: { optimizer: 'adam' } } }],
    };
    expect(problemsOf({ model: MLP, optimizer })).toEqual([
      "optimizer.choose.1.momentum: 'optimizer[sgd].momentum' never takes part: it needs at once optimizer = sgd, optimizer = adam",
    ]);
  });

  it('names conditions that go round in a circle', () => {
    const raw = {
      model: MLP,
      batchSize: { choose: [32, 64], when: { weightDecay: { from: 0, to: 0.5 } } },
      weightDecay: { from: 0, to: 1, when: { batchSize: 32 } },
    };
    expect(problemsOf(raw)).toContain("batchSize.when: the conditions of 'batchSize' go round in a circle");
  });
});
