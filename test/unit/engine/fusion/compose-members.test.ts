import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { composeMembers, finishFusion, joinMembers } from '../../../../src-main/engine/fusion/compose-members.ts';
import type { FusionMember } from '../../../../src-main/engine/fusion/member-checks.ts';
import { predict } from '../../../../src-main/engine/graph/forward.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { modelOf } from '../../../support/format-models.ts';
import { graphOf, tensorsOf, type Sketch } from '../../../support/graphs.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = (await createCpuEngine()).tf;
});

const sketch = (units: number, outputs: number): Sketch => ({
  x: ['input', { shape: [4] }],
  fc1: ['dense', { units }, 'x'],
  norm: ['batch-norm', {}, 'fc1'],
  out: ['dense', { units: outputs }, 'norm'],
});

function member(name: string, change: { units?: number; outputs?: number; card?: Partial<Model['card']> } = {}): FusionMember {
  const { units = 3, outputs = 3, card = {} } = change;
  const model = modelOf(graphOf(sketch(units, outputs), ['out']), card.task ?? 'classes', name.length + units);
  const masks = { 'fc1/kernel': new Uint8Array(4 * units).fill(1) };
  return { name, model: { ...model, masks, card: { ...model.card, classes: ['a', 'b', 'c'].slice(0, outputs), ...card } } };
}

const inputs = Float32Array.from({ length: 20 }, (_, i) => Math.sin(i));

function answersOf({ graph, parameters }: Pick<Model, 'graph' | 'parameters'>): number[] {
  return tf.tidy(() => {
    const [answers] = predict({ tf, graph, parameters: tensorsOf(tf, parameters), inputs: [tf.tensor(inputs, [5, 4])] });
    return [...answers!.dataSync()];
  });
}

function sumOf(members: readonly FusionMember[]): Model {
  const composed = composeMembers(members);
  return finishFusion(composed, { nodes: [{ name: 'sum', layer: 'add', config: {}, inputs: composed.ends }], output: 'sum' });
}

const added = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + b[i]!);

describe('members under one input', () => {
  it('answer as they answer by themselves, though their layers have the same names', () => {
    const [a, b] = [member('a'), member('bb', { units: 5 })];
    const fused = sumOf([a, b]);
    answersOf(fused).forEach((value, i) => expect(value).toBeCloseTo(added(answersOf(a.model), answersOf(b.model))[i]!, 5));
    expect(fused.graph.inputs).toEqual(['input']);
    expect(fused.parameters['m2-norm/mean']).toBe(b.model.parameters['norm/mean']);
    expect(Object.keys(fused.masks)).toEqual(['m1-fc1/kernel', 'm2-fc1/kernel']);
  });

  it('have their classes brought into one order, by name', () => {
    const [a, b] = [member('a'), member('bb', { card: { classes: ['c', 'a', 'b'] } })];
    const turned = answersOf(b.model).map((_, i, all) => all[3 * Math.floor(i / 3) + [1, 2, 0][i % 3]!]!);
    answersOf(sumOf([a, b])).forEach((value, i) => expect(value).toBeCloseTo(added(answersOf(a.model), turned)[i]!, 5));
  });

  it('have two classes of one logit changed by its sign', () => {
    const two = (name: string, classes: readonly string[]): FusionMember => member(name, { outputs: 1, card: { task: 'binary', classes } });
    const [a, b] = [two('a', ['no', 'yes']), two('bb', ['yes', 'no'])];
    const turned = answersOf(b.model).map(value => -value);
    answersOf(sumOf([a, b])).forEach((value, i) => expect(value).toBeCloseTo(added(answersOf(a.model), turned)[i]!, 5));
  });

  it('can be fusions themselves', () => {
    const inner = { name: 'inner', model: sumOf([member('a'), member('bb')]) };
    const outer = sumOf([inner, member('ccc')]);
    expect(outer.parameters['m1-m2-fc1/kernel']).toBe(inner.model.parameters['m2-fc1/kernel']);
    answersOf(outer).forEach((value, i) => expect(value).toBeCloseTo(added(answersOf(inner.model), answersOf(member('ccc').model))[i]!, 5));
  });

  it('may have other classes where they are only joined', () => {
    const joined = joinMembers([member('a'), member('b', { outputs: 2 })]);
    expect(joined.ends).toEqual(['m1-out', 'm2-out']);
  });
});

/** A member whose card says what its column was standardised by. */
function fitted(name: string, mean: number): FusionMember {
  const preprocessing = [{ kind: 'table', columns: [{ column: 'width', kind: 'number', mean, deviation: 1 }] }];
  return member(name, { card: { preprocessing: preprocessing as never } });
}

describe('members that do not fit', () => {
  it.each([
    ['a single one', [member('a')], 'At least two members'],
    [
      'other inputs',
      [member('a'), member('b', { card: { inputShape: [5] } })],
      "inputs of one shape are required, got [4] ('a') and [5] ('b')",
    ],
    ['other preprocessing', [member('a'), member('b', { card: { preprocessing: [] } })], "but those of 'a' and 'b' differ: "],
    [
      'other numbers in it',
      [fitted('a', 5.8133333), fitted('b', 5.8833333)],
      "but those of 'a' and 'b' differ: columns width mean 5.813, 5.883",
    ],
    ['another task', [member('a'), member('b', { card: { task: 'values' } })], "got classes ('a') and values ('b')"],
    ['other classes', [member('a'), member('b', { card: { classes: ['a', 'b', 'd'] } })], "'b' lacks 'c' and 'a' lacks 'd'"],
    ['fewer classes', [member('a'), member('b', { outputs: 2 })], "'b' lacks 'c'"],
  ])('are refused: %s', (_title, members, message) => {
    expect(() => composeMembers(members)).toThrow(message);
  });
});
