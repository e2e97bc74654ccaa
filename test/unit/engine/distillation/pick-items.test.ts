import { describe, expect, it } from 'vitest';
import type { Split } from '../../../../src-shared/domain/dataset.ts';
import { answeredParts, unknownClasses, type LabelFacts } from '../../../../src-main/engine/distillation/answered-part.ts';
import { logitsAt } from '../../../../src-main/engine/distillation/class-logits.ts';
import { digestPart } from '../../../../src-main/engine/distillation/part-digest.ts';
import { pickItems, picksOf, type ItemChoice } from '../../../../src-main/engine/distillation/pick-items.ts';
import type { SoftLabels } from '../../../../src-main/engine/distillation/soft-labels.ts';

/** Logits whose softmax is these probabilities. */
const logits = (...rows: number[][]): Float32Array => Float32Array.from(rows.flat(), Math.log);

const labels: SoftLabels = {
  ...{ data: 'd', teachers: ['t'], transfer: { omit: ['green'], unlabelled: null }, engine: 'e', weights: [1], known: [[0, 1, 2]] },
  classes: ['red', 'green', 'blue'],
  train: [logits([0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.3, 0.1, 0.6])],
  validation: {
    teacher: logits([0.6, 0.3, 0.1], [0.05, 0.05, 0.9], [0.45, 0.05, 0.5], [0.1, 0.8, 0.1]),
    student: logits([0.6, 0.3, 0.1], [0.8, 0.1, 0.1], [0.5, 0.05, 0.45], [0.1, 0.8, 0.1]),
  },
};

/** Validation items 4 to 7 are red, blue, red, green; training items red, green, blue, red. */
const facts: LabelFacts = {
  task: 'classes',
  classes: labels.classes,
  targets: [0, 1, 2, 0, 0, 2, 0, 1],
  itemsOf: new Map<Split, Uint32Array>([
    ['train', Uint32Array.of(0, 1, 2, 3)],
    ['validation', Uint32Array.of(4, 5, 6, 7)],
  ]),
};

const turn = async (): Promise<void> => {};
const [validation, train] = answeredParts(labels, facts);

async function picked(choice: Partial<ItemChoice>): Promise<readonly number[]> {
  const whole = { pick: 'all', label: null, rival: null, ...choice } as const;
  return pickItems(validation!, await digestPart(validation!, turn), whole).map(place => validation!.items[place]!);
}

describe('stored answers', () => {
  it('are those of the validation part, and the teachers’ on training items without the classes left out', () => {
    expect([...validation!.items]).toEqual([4, 5, 6, 7]);
    expect([...train!.items]).toEqual([0, 2, 3]);
    expect([...train!.labels]).toEqual([0, 2, 0]);
    expect([train!.student, validation!.alone]).toEqual([null, null]);
  });

  it('of two teachers are the logarithm of their mean, and classes that none knows are named', () => {
    const two: SoftLabels = {
      ...labels,
      ...{ teachers: ['t', 'u'], weights: [0.25, 0.75], known: [[0], [0]], transfer: { omit: [], unlabelled: null } },
      train: [Float32Array.of(3), Float32Array.of(-1)],
      validation: {},
    };
    const [only] = answeredParts(two, facts);
    expect(only!.part).toBe('train');
    expect(Math.exp(logitsAt(only!, 'teacher', 0)[0]!)).toBeCloseTo(1, 6);
    expect(unknownClasses(two)).toEqual([1, 2]);
  });

  it('of one logit become two, the first of them 0', () => {
    const yes: SoftLabels = { ...labels, classes: ['no', 'yes'], known: [[0]], train: [], validation: { teacher: Float32Array.of(2, -3) } };
    const binary: LabelFacts = { ...facts, task: 'binary', classes: ['no', 'yes'], targets: [0, 0, 0, 0, 1, 0] };
    const [part] = answeredParts(yes, { ...binary, itemsOf: new Map([['validation', Uint32Array.of(4, 5)]]) });
    expect([...logitsAt(part!, 'teacher', 1)]).toEqual([0, -3]);
  });
});

describe('items', () => {
  it('come in order, or those first between whose classes the teacher wavers most', async () => {
    expect(await picked({})).toEqual([4, 5, 6, 7]);
    expect(await picked({ pick: 'softest' })).toEqual([6, 4, 7, 5]);
  });

  it('are those whose label is not the teacher’s answer', async () => {
    expect(await picked({ pick: 'teacher-label' })).toEqual([6]);
  });

  it('are those the student answers otherwise than its teacher, the farthest first', async () => {
    expect(await picked({ pick: 'student-teacher' })).toEqual([5, 6]);
  });

  it('are of one label, and nearest to another class', async () => {
    expect(await picked({ label: 0 })).toEqual([4, 6]);
    expect(await picked({ label: 0, rival: 2 })).toEqual([6]);
    expect(await picked({ rival: 1 })).toEqual([4]);
  });

  it('have the teacher’s mean probability by class', async () => {
    const { means } = await digestPart(validation!, turn);
    expect(means.map(({ items }) => items)).toEqual([2, 1, 1]);
    expect([...means[0]!.shares].map(share => Number(share.toFixed(4)))).toEqual([0.525, 0.175, 0.3]);
  });

  it('are picked by what there is: no student on training items, no rival among values', () => {
    expect(picksOf(train!)).toEqual(['all', 'softest', 'teacher-label']);
    expect(picksOf({ task: 'values', student: new Float32Array(1) })).toEqual(['all', 'teacher-label', 'student-teacher']);
  });

  it('of values are those farthest from the label', async () => {
    const values: SoftLabels = { ...labels, classes: [], known: [[0]], train: [], validation: { teacher: Float32Array.of(1, 5, 2) } };
    const numbers: LabelFacts = {
      task: 'values',
      classes: [],
      targets: [1.5, 2, 2.1],
      itemsOf: new Map([['validation', Uint32Array.of(0, 1, 2)]]),
    };
    const [part] = answeredParts(values, numbers);
    expect(pickItems(part!, await digestPart(part!, turn), { pick: 'teacher-label', label: null, rival: null })).toEqual([1, 0, 2]);
  });
});

describe('several labels an item', () => {
  const odds = (...rows: number[][]): Float32Array => Float32Array.from(rows.flat(), p => Math.log(p / (1 - p)));
  const taught: SoftLabels = {
    ...labels,
    ...{ classes: ['loud', 'rude'], known: [[0, 1]], transfer: { omit: [], unlabelled: null }, train: [] },
    validation: {
      teacher: odds([0.9, 0.2], [0.6, 0.3], [0.1, 0.2], [0.3, 0.95]),
      student: odds([0.9, 0.2], [0.4, 0.3], [0.2, 0.2], [0.9, 0.9]),
    },
  };
  const [part] = answeredParts(taught, {
    ...{ task: 'labels', classes: taught.classes, targets: [1, 0, 0, 1, 0, 0, 1, 0] },
    itemsOf: new Map<Split, Uint32Array>([['validation', Uint32Array.of(0, 1, 2, 3)]]),
  });
  const places = async (choice: Partial<ItemChoice>): Promise<readonly number[]> =>
    pickItems(part!, await digestPart(part!, turn), { pick: 'all', label: null, rival: null, ...choice });

  it('are picked by the label that the teacher is surest of and wrong about', async () => {
    // Item 1: loud 0.6 and not, rude 0.3 but it is: 0.7 wrong. Item 3: rude 0.95 and not.
    expect(await places({ pick: 'teacher-label' })).toEqual([3, 1]);
    const { answer, confidence } = await digestPart(part!, turn);
    expect([...answer]).toEqual([-1, 1, -1, 1]);
    expect(confidence[3]).toBeCloseTo(0.95, 5);
    expect(confidence[1]).toBeCloseTo(0.7, 5);
  });

  it('are picked by how far the student is from the teacher, where it answers a label otherwise', async () => {
    expect(await places({ pick: 'student-teacher' })).toEqual([3, 1]);
  });

  it('are picked by one of their labels, and by the share nearest to a half', async () => {
    expect(await places({ label: 0 })).toEqual([0, 3]);
    expect(await places({ pick: 'softest' })).toEqual([1, 3, 0, 2]);
  });
});
