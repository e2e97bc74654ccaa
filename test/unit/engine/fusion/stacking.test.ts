import { describe, expect, it } from 'vitest';
import { heldOutPredictions, type StoredPredictions } from '../../../../src-main/engine/fusion/held-out.ts';
import { fitStack } from '../../../../src-main/engine/fusion/stacking/fit-stack.ts';
import { minimise, type Objective } from '../../../../src-main/engine/fusion/stacking/limited-memory.ts';
import { minimiseNonNegative } from '../../../../src-main/engine/fusion/stacking/non-negative.ts';
import { nonNegative } from '../../../../src-main/engine/fusion/stacking/non-negative.learner.ts';
import { shuffled } from '../../../../src-main/engine/evaluation/cross-validation/folds/shuffled.folds.ts';
import { grouped } from '../../../../src-main/engine/evaluation/cross-validation/folds/grouped.folds.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { golden } from '../../../golden/stacking/golden.ts';
import { recorder } from '../../../support/small-training.ts';
import { madeUpPredictions } from '../../../support/stack-members.ts';

const tools = { seed: 1, hooks: recorder(), engine: () => Promise.reject(new Error('no learner here trains')) };

/** (x − 1)² + 100·(y − x²)² is not convex, but this is: (x − 3)² + 2·(y + 1)² + x·y. */
const bowl: Objective = (at, gradient) => {
  const [x, y] = [at[0]!, at[1]!];
  gradient.set([2 * (x - 3) + y, 4 * (y + 1) + x]);
  return (x - 3) ** 2 + 2 * (y + 1) ** 2 + x * y;
};

describe('the minimum of a convex function', () => {
  it('is where the slopes are zero: x = 4, y = −2', () => {
    const [x, y] = minimise(bowl, Float64Array.of(0, 0), { tolerance: 1e-10, steps: 100 });
    expect(x).toBeCloseTo(4, 8);
    expect(y).toBeCloseTo(-2, 8);
  });

  it('lies on the edge where the free one would be negative, and is found from either side', () => {
    // With y held at 0 the rest is (x − 3)² + 2.
    for (const start of [Float64Array.of(0, 0), Float64Array.of(9, 9)]) {
      const [x, y] = minimiseNonNegative({ objective: bowl, bounded: 2, start, limits: { tolerance: 1e-10, steps: 100 } });
      expect(x).toBeCloseTo(3, 8);
      expect(y).toBe(0);
    }
  });

  it('lets a number go again that was held too early', () => {
    // (x + y − 2)² + (x − 3)²/100: from (0, 0) with both bounded, the minimum is x = 2 + …, y = 0.
    const slope: Objective = (at, gradient) => {
      const [x, y] = [at[0]!, at[1]!];
      gradient.set([2 * (x + y - 2) + (x - 3) / 50, 2 * (x + y - 2)]);
      return (x + y - 2) ** 2 + (x - 3) ** 2 / 100;
    };
    const [x, y] = minimiseNonNegative({
      objective: slope,
      bounded: 2,
      start: Float64Array.of(0, 5),
      limits: { tolerance: 1e-10, steps: 200 },
    });
    expect(y).toBe(0);
    expect(x).toBeCloseTo((2 * 2 + 3 / 50) / (2 + 1 / 50), 7);
  });
});

function unpacked(text: string, classes: number): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  const values = Float64Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i) / 65535);
  return Float32Array.from(values, (value, i) => {
    const start = i - (i % classes);
    const sum = values.subarray(start, start + classes).reduce((total, each) => total + each, 0);
    return Math.log(Math.max(value / sum, 1e-30));
  });
}

describe.each(golden.cases.map(each => [each.name, each] as const))('stacking on %s, beside scikit-learn', (_name, given) => {
  const { classes, folds, targets, testTargets, expected } = given;
  const members = given.members.map(member => unpacked(member, classes));
  const training = targets.length;
  const rowsOf = (fold: number): number[] => folds.flatMap((own, item) => (own === fold ? [item] : []));
  const order = [0, 1, 2, 3, 4].flatMap(rowsOf);
  const rows = (values: Float32Array, items: readonly number[]): Float32Array =>
    Float32Array.from(items.flatMap(item => [...values.subarray(item * classes, (item + 1) * classes)]));
  const stored: StoredPredictions = {
    task: 'classes',
    width: classes,
    targets: Int32Array.from(order, item => targets[item]!),
    members: members.map((member, m) => ({
      name: `m${m}`,
      parts: [0, 1, 2, 3, 4].map(fold => ({
        source: 'array',
        items: Uint32Array.from(rowsOf(fold)),
        trainedOn: Uint32Array.from(folds.flatMap((own, item) => (own === fold ? [] : [item]))),
        outputs: rows(member, rowsOf(fold)),
      })),
    })),
  };
  const test = testTargets.map((_, i) => training + i);
  const input = {
    ...({ task: 'classes', width: classes, items: test.length, original: null, originalWidth: 0 } as const),
    outputs: members.map(member => rows(member, test)),
  };
  const probabilitiesOf = (logits: Float32Array): readonly (readonly number[])[] =>
    testTargets.map((_, i) => {
      const row = [...logits.subarray(i * classes, (i + 1) * classes)].map(logit => Math.exp(logit));
      const sum = row.reduce((total, each) => total + each, 0);
      return row.map(each => each / sum);
    });

  it('gives the same answers, and the same probabilities to four digits', async () => {
    const { learner } = await fitStack(stored, null, { learner: { kind: 'ridge', ridge: 1 }, below: [] }, tools);
    const probabilities = probabilitiesOf(learner.answer(input));
    const answers = probabilities.map(row => row.indexOf(Math.max(...row)));
    const accuracy = answers.filter((answer, i) => answer === testTargets[i]).length / test.length;
    expect(Math.abs(accuracy - expected.accuracy)).toBeLessThanOrEqual(0.001);
    expect(answers).toEqual(expected.answers);
    expected.probabilities.forEach((probability, i) => expect(probabilities[i]![testTargets[i]!]).toBeCloseTo(probability, 4));
  });

  it('does no worse with weights that are not negative than the best member, to half a point', async () => {
    const { learner } = await fitStack(stored, null, { learner: { kind: 'non-negative', ridge: 1 }, below: [] }, tools);
    const answers = probabilitiesOf(learner.answer(input)).map(row => row.indexOf(Math.max(...row)));
    const accuracy = answers.filter((answer, i) => answer === testTargets[i]).length / test.length;
    expect(accuracy).toBeGreaterThanOrEqual(Math.max(...expected.memberAccuracies) - 0.005);
    expect(Math.min(...learner.weights!)).toBeGreaterThanOrEqual(0);
  });
});

describe('a stack', () => {
  const made = { task: 'classes', width: 3, items: 90, members: 3, folds: 3 } as const;
  const plan = { learner: { kind: 'ridge', ridge: 1 }, below: [] };

  it('is refused on predictions for items that a member was trained on', async () => {
    const stored = madeUpPredictions(made);
    const [first, ...others] = stored.members;
    const leaky = { ...first!, parts: first!.parts.map(part => ({ ...part, trainedOn: Uint32Array.of(0, 31, 61) })) };
    await expect(fitStack({ ...stored, members: [leaky, ...others] }, null, plan, tools)).rejects.toThrow(/was trained on 1 of these/);
  });

  it('is refused on members with other folds', async () => {
    const stored = madeUpPredictions(made);
    const other = madeUpPredictions({ ...made, folds: 2 });
    const members = [stored.members[0]!, { ...other.members[1]!, name: 'other' }];
    await expect(fitStack({ ...stored, members }, null, plan, tools)).rejects.toThrow(/in the same folds/);
  });

  it('refuses at run time what was never proven held out', () => {
    const proven = heldOutPredictions(madeUpPredictions(made));
    const copied = JSON.parse(JSON.stringify({ ...proven, outputs: [], targets: [] })) as typeof proven;
    const call = { config: { ridge: 1 }, items: { predictions: copied, original: null, originalWidth: 0 }, ...tools };
    expect(() => nonNegative.fit(call)).toThrow(/proven to be held out/);
  });

  it('says what to expect of it: its out-of-fold answers to a fold do not know that fold', async () => {
    const stored = madeUpPredictions(made);
    const before = await fitStack(stored, null, plan, tools);
    const turned = stored.targets.map((target, i) => (i < 30 ? (target + 1) % 3 : target)) as Int32Array;
    const after = await fitStack({ ...stored, targets: turned }, null, plan, tools);
    expect(after.outOfFold.slice(0, 90)).toEqual(before.outOfFold.slice(0, 90));
    expect(after.outOfFold.slice(90)).not.toEqual(before.outOfFold.slice(90));
  });

  it('has a second layer that learns from the first one’s answers to folds it did not see', async () => {
    const stored = madeUpPredictions({ ...made, items: 300 });
    const below = [
      { kind: 'ridge', ridge: 1 },
      { kind: 'non-negative', ridge: 1 },
    ];
    const { learner, outOfFold } = await fitStack(stored, null, { learner: { kind: 'non-negative', ridge: 1 }, below }, tools);
    const right = stored.targets.filter((target, i) => {
      const row = [...outOfFold.subarray(i * 3, i * 3 + 3)];
      return row.indexOf(Math.max(...row)) === target;
    }).length;
    const best = stored.members[0]!.parts.flatMap(part => [...part.outputs]);
    const bestRight = stored.targets.filter((target, i) => {
      const row = best.slice(i * 3, i * 3 + 3);
      return row.indexOf(Math.max(...row)) === target;
    }).length;
    expect(right).toBeGreaterThanOrEqual(bestRight - 6);
    expect(learner.weights).toBeNull();
  });

  it('finds out that a member knows nothing: its weight is 0', async () => {
    const stored = madeUpPredictions({ ...made, items: 300 });
    const random = createRandom(2);
    const worse = stored.members.map((member, m) =>
      m < 2
        ? member
        : { ...member, parts: member.parts.map(part => ({ ...part, outputs: part.outputs.map(() => random.nextNormal() * 5) })) },
    );
    const { learner } = await fitStack(
      { ...stored, members: worse },
      null,
      { learner: { kind: 'non-negative', ridge: 1 }, below: [] },
      tools,
    );
    expect(learner.weights![2]).toBeLessThan(0.03);
    expect(learner.weights![0]).toBeGreaterThan(learner.weights![1]!);
  });
});

describe('folds beside scikit-learn', () => {
  const { classOf, groupOf, k, stratifiedCounts, groupedSizes } = golden.folds;
  const pool = { items: classOf.length, classOf, groups: { label: 'g', names: [...Array(17).keys()].map(String), of: groupOf } };

  it('have the same share of each class to within one item', () => {
    const folds = shuffled.deal(pool, { k, repeats: 1, stratify: true, seed: 1 }, createRandom(1));
    const counts = folds.map(({ heldOut }) => [0, 1, 2, 3].map(c => [...heldOut].filter(place => classOf[place] === c).length));
    const range = (table: readonly (readonly number[])[], c: number) => [Math.min, Math.max].map(of => of(...table.map(row => row[c]!)));
    for (const c of [0, 1, 2, 3]) expect(range(counts, c)).toEqual(range(stratifiedCounts, c));
  });

  it('are as evenly sized with whole groups', () => {
    const folds = grouped.deal(pool, { k, repeats: 1, stratify: false, seed: 1 }, createRandom(1));
    const sizes = folds.map(({ heldOut }) => heldOut.length);
    const spread = (all: readonly number[]): number => Math.max(...all) - Math.min(...all);
    expect(spread(sizes)).toBeLessThanOrEqual(spread(groupedSizes));
  });
});
