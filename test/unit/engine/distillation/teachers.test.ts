import { describe, expect, it } from 'vitest';
import { mapClasses } from '../../../../src-main/engine/distillation/class-map.ts';
import { featurePair } from '../../../../src-main/engine/distillation/feature-pair.ts';
import { distillationLosses } from '../../../../src-main/engine/distillation/losses/index.ts';
import type { FeatureComparison } from '../../../../src-main/engine/distillation/distillation-loss.ts';
import { combinedAnswers, validationWeights } from '../../../../src-main/engine/distillation/combine.ts';
import { teacherOf, withSharedInputs, type Teacher } from '../../../../src-main/engine/distillation/teacher.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { initialParameters } from '../../../../src-main/engine/graph/parameters.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { graphOf } from '../../../support/graphs.ts';
import { cardOf, denseGraph, smallDataset } from '../../../support/small-distillation.ts';

const data = smallDataset();
const about = { task: 'classes', classes: ['red', 'green', 'blue'], outputs: 3 } as const;

function modelOf(outputs: number, classes: readonly string[]) {
  const graph = denseGraph(4, outputs);
  return { graph, parameters: initialParameters(graph, createRandom(1)), masks: {}, card: cardOf(data, { classes }) };
}

describe('classes', () => {
  it('are matched by name, whatever their order', () => {
    const map = mapClasses({ ...about, name: 't', classes: ['blue', 'red', 'green'] }, about);
    expect(map).toMatchObject({ known: [0, 1, 2], outputs: [1, 2, 0], missing: [], foreign: [], isSame: false });
  });

  it('that one side lacks are listed, and the rest is taught', () => {
    const map = mapClasses({ ...about, name: 't', classes: ['pink', 'blue', 'red'] }, about);
    expect(map).toMatchObject({ known: [0, 2], outputs: [2, 1], missing: ['green'], foreign: ['pink'], isSame: false });
  });

  it('without two in common are refused by name', () => {
    expect(() => mapClasses({ ...about, name: 'other', classes: ['cat', 'dog', 'red'] }, about)).toThrow(/'other' knows cat, dog, red/);
  });

  it('of a yes and a no may stand the other way round', () => {
    const binary = { task: 'binary', classes: ['no', 'yes'], outputs: 1 } as const;
    expect(mapClasses({ ...binary, name: 't', classes: ['yes', 'no'] }, binary).sign).toBe(-1);
    expect(() => mapClasses({ ...binary, name: 't', classes: ['bad', 'good'] }, binary)).toThrow(/at least two classes/);
  });

  it('are no values, and values are as many as the data’s', () => {
    expect(() => mapClasses({ ...about, name: 't', task: 'values' }, about)).toThrow(/'t' answers with values/);
    const values = { task: 'values', classes: [], outputs: 2 } as const;
    expect(() => mapClasses({ ...values, name: 't', outputs: 3 }, values)).toThrow(/A teacher of 2 values/);
  });
});

describe('a teacher', () => {
  it('of another input shape is refused with both shapes', () => {
    const model = modelOf(3, about.classes);
    expect(() => teacherOf({ name: 't', model: { ...model, card: { ...model.card, inputShape: [5] } } }, data)).toThrow(
      /inputs \[4\].*takes \[5\]/,
    );
  });

  it('of two outputs is refused with their number', () => {
    const dense = { units: 3, activation: 'linear', bias: true, initialiser: 'he-normal' };
    const graph = graphOf({ input: ['input', { shape: [4] }], a: ['dense', dense, 'input'], b: ['dense', dense, 'input'] }, ['a', 'b']);
    const model = { graph, parameters: initialParameters(graph, createRandom(1)), masks: {}, card: cardOf(data) };
    expect(() => teacherOf({ name: 'two', model }, data)).toThrow(/'two' has 1 and 2/);
  });

  it('whose inputs were scaled otherwise sees them as it knows them; one prepared in another way is refused', () => {
    const model = modelOf(3, about.classes);
    const scaled = { ...model.card, preprocessing: [{ kind: 'scale', factor: 2, offset: -1 }] as const };
    expect(teacherOf({ name: 't', model: { ...model, card: scaled } }, data).rescale).toEqual({ factor: 2, offset: -1 });
    const table = { ...model.card, preprocessing: [{ kind: 'table', columns: [] }] as const };
    expect(() => teacherOf({ name: 't', model: { ...model, card: table } }, data)).toThrow(/prepared as the data's/);
  });

  it('with inputs of its own can not stand within a student’s steps', () => {
    const model = modelOf(3, about.classes);
    const plain = teacherOf({ name: 't', model }, data);
    expect(withSharedInputs(plain, 'here')).toBe(plain);
    const own = teacherOf({ name: 't', model, own: data }, data);
    expect(() => withSharedInputs(own, 'here')).toThrow(/is required here, the members of 't' have inputs of their own/);
  });
});

describe('features', () => {
  const net = (pool: number, units: number, named: readonly [string, string]) =>
    graphOf(
      {
        input: ['input', { shape: [8, 8, 1] }],
        [named[0]]: ['conv2d', { filters: units, kernel: 3 }, 'input'],
        [named[1]]: ['max-pool', { size: pool }, named[0]],
        flat: ['flatten', {}, named[1]],
        out: ['dense', { units: 3 }, 'flat'],
      },
      ['out'],
    );
  const hints = distillationLosses.require('hints').compares as FeatureComparison<never>;
  const student = net(2, 4, ['thin', 'thinPool']);
  const teacher = { kind: 'network', name: 't', graph: net(4, 6, ['wide', 'widePool']), parameters: {} } as unknown as Teacher;
  const pair = (config: object, by = teacher) =>
    failureOf(() => featurePair(hints, config as never, { student, teacher: by, path: 'loss' }));

  it('of shapes that can’t be joined are refused with both, and with pairs that can', () => {
    const failure = pair({ student: 'thinPool', teacher: 'widePool' });
    expect(failure).toMatchObject({ code: 'invalid-input', path: 'loss' });
    expect(failure.message).toMatch(
      /^'thinPool' and 'widePool' can't be compared: .*got \[3, 3, 4\] of the student and \[1, 1, 6\] of the teacher/,
    );
    expect(failure.hint).toBe('These can: thin with wide; flat with flat.');
  });

  it('are no file’s', () => {
    expect(pair({}, { kind: 'file', name: 'soft.csv' } as unknown as Teacher).message).toMatch(/a network is required where inner values/);
  });
});

describe('several teachers', () => {
  const teachers = [
    teacherOf({ name: 'all', model: modelOf(3, about.classes) }, data),
    teacherOf({ name: 'some', model: modelOf(2, ['blue', 'red']) }, data),
  ];
  const ln = Math.log;

  it('answer with the weighted mean of their probabilities, 0 for a class one does not know', () => {
    const answers = [Float32Array.of(ln(0.5), ln(0.3), ln(0.2)), Float32Array.of(ln(0.8), ln(0.2))];
    const combined = combinedAnswers('classes', 3, { teachers, answers, weights: [0.25, 0.75] });
    // 'some' knows red and blue, in the order of the data.
    const expected = [0.25 * 0.5 + 0.75 * 0.8, 0.25 * 0.3, 0.25 * 0.2 + 0.75 * 0.2];
    combined.forEach((value, i) => expect(Math.exp(value)).toBeCloseTo(expected[i]!, 5));
  });

  it('count on validation as their likelihood says: all for the one that is always right', () => {
    const same = [teachers[0]!, teachers[0]!] as Teacher[];
    const right = Float32Array.of(5, 0, 0, 0, 5, 0);
    const wrong = Float32Array.of(0, 5, 0, 0, 0, 5);
    const [a, b] = validationWeights({ task: 'classes', targets: Int32Array.of(0, 1) }, same, [right, wrong]);
    expect(a).toBeGreaterThan(0.99);
    expect(a! + b!).toBeCloseTo(1, 9);
    const [c, d] = validationWeights({ task: 'values', targets: Float32Array.of(1, 2, 3) }, same, [
      Float32Array.of(1.1, 2.1, 3.1),
      Float32Array.of(1.3, 2.3, 3.3),
    ]);
    // Squared errors 0.01 and 0.09: weights 0.9 and 0.1.
    expect([c, d].map(weight => Math.round(weight! * 100))).toEqual([90, 10]);
  });
});

describe('teachers of several labels', () => {
  const odds = (...shares: number[]): Float32Array => Float32Array.from(shares, p => Math.log(p / (1 - p)));
  const shares = (logits: Float32Array): number[] => [...logits].map(z => Number((1 / (1 + Math.exp(-z))).toFixed(4)));
  const about = { task: 'labels', classes: ['loud', 'rude', 'old'], outputs: 3 } as const;

  it('are matched by name, one label in common is enough, and those they lack are listed', () => {
    const map = mapClasses({ ...about, name: 't', classes: ['new', 'rude'], outputs: 2 }, about);
    expect(map).toMatchObject({ known: [1], outputs: [1], missing: ['loud', 'old'], foreign: ['new'], isSame: false });
    expect(() => mapClasses({ ...about, name: 't', classes: ['new'], outputs: 1 }, about)).toThrow(/at least one label/);
  });

  it('have each label from those that know it, and ½ for one that nobody knows', () => {
    const teachers = [{ map: { known: [0, 1] } }, { map: { known: [1] } }];
    const answers = [odds(0.9, 0.2), odds(0.6)];
    expect(shares(combinedAnswers('labels', 3, { teachers, answers, weights: [0.25, 0.75] }))).toEqual([0.9, 0.5, 0.5]);
  });

  it('weigh by how likely they make the labels', () => {
    const teachers = [{ map: { known: [0, 1] } }, { map: { known: [0, 1] } }];
    const targets = Int32Array.of(1, 0, 0, 1);
    const [good = 0, bad = 0] = validationWeights({ task: 'labels', targets }, teachers, [
      odds(0.9, 0.1, 0.2, 0.8),
      odds(0.5, 0.6, 0.5, 0.4),
    ]);
    expect(good).toBeGreaterThan(0.9);
    expect(good + bad).toBeCloseTo(1, 9);
  });
});
