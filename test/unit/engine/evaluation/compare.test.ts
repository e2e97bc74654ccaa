import { describe, expect, it } from 'vitest';
import { choosePairs, compareModels, type ComparedModel } from '../../../../src-main/engine/evaluation/compare.ts';
import { evaluateOutcomes } from '../../../../src-main/engine/evaluation/evaluate.ts';
import type { Outcomes } from '../../../../src-main/engine/evaluation/outcomes.ts';
import { itemsForMcNemar, itemsForSignedRank } from '../../../../src-main/engine/evaluation/statistics/sample-size.ts';
import { answersOf, valueOutcomes } from '../../../support/outcomes.ts';

const turn = async () => {};
const size = { parameters: 1000, nonZeros: 1000, multiplyAdds: 900, bytes: 4000, compressedBytes: 3700 };
const latency = { p50Ms: 1, p95Ms: 2, throughput: 5000, engine: 'test' };

async function model(name: string, outcomes: Outcomes, more: Partial<ComparedModel> = {}): Promise<ComparedModel> {
  const evaluation = await evaluateOutcomes(outcomes, { split: 'test', seed: 1, resamples: 50, turn });
  return { name, modelId: name, replicate: null, evaluation, size, latency, outcomes, ...more };
}

const targets = Array.from({ length: 1000 }, (_, i) => i % 2);
/** Wrong on the items from `from` up to `to`. */
const wrongOn = (from: number, to: number) =>
  answersOf(
    targets.map((target, i) => (i >= from && i < to ? 1 - target : target)),
    targets,
    2,
  );
const compare = (models: ComparedModel[]) =>
  compareModels({ split: 'test', models, classes: ['even', 'odd'], seed: 3, resamples: 400, testLooks: 1, turn });

describe('pairs', () => {
  it('count who alone was right, test it exactly, and give the difference with its interval', async () => {
    // a errs on 0-59, b on 50-69: only b right on 50 items, only a on 10.
    const report = await compare([await model('a', wrongOn(0, 60)), await model('b', wrongOn(50, 70))]);
    const [pair] = report.pairs;
    expect(pair).toMatchObject({ a: 0, b: 1, onlyA: 10, onlyB: 50, verdict: 'better' });
    expect(pair?.difference.value).toBeCloseTo(-0.04, 12);
    // √(0.06 − 0.0016)/√1000 · 1.96 = 0.015.
    expect(pair!.difference.low).toBeCloseTo(-0.055, 2);
    expect(pair!.difference.high).toBeCloseTo(-0.025, 2);
    expect(pair?.p).toBeLessThan(1e-6);
    expect(pair?.adjustedP).toBe(pair?.p);
  });

  it('are adjusted for their number, and seen from the second model', async () => {
    const report = await compare([
      await model('a', wrongOn(0, 20)),
      await model('b', wrongOn(0, 40)),
      await model('c', wrongOn(980, 1000)),
    ]);
    expect(report.pairs.map(pair => [pair.a, pair.b, pair.verdict])).toEqual([
      [0, 1, 'worse'],
      [0, 2, 'no-difference-seen'],
      [1, 2, 'better'],
    ]);
    expect(report.pairs[1]).toMatchObject({ p: 1, itemsNeeded: null });
    expect(report.pairs[0]!.adjustedP).toBeCloseTo(3 * report.pairs[0]!.p, 12);
  });

  it('of values rest on the signed ranks of the absolute errors', async () => {
    const truth = Array.from({ length: 40 }, (_, i) => i);
    const off = (by: number) =>
      valueOutcomes(
        truth.map((value, i) => value + (i % 2 === 0 ? by : -by) * (1 + i / 100)),
        truth,
      );
    const report = await compare([await model('a', off(2)), await model('b', off(1))]);
    expect(report.pairs[0]).toMatchObject({ onlyA: 0, onlyB: 40, verdict: 'better' });
    // All 40 differences of one sign: 2 · 2^−40.
    expect(report.pairs[0]!.p / 2 ** -39).toBeCloseTo(1, 9);
    expect(report.sentence).toMatch(
      /^b is closer than a \(mean absolute error 1.195 against 2.39; Wilcoxon p < 0.001, Holm-adjusted < 0.001\)/,
    );
  });

  it('never set replicates against each other, and beyond 12 models only the first of each name', () => {
    const named = (...names: string[]) => names.map(name => ({ name }));
    expect(choosePairs(named('a', 'a', 'b'))).toEqual([
      [0, 2],
      [1, 2],
    ]);
    const many = choosePairs(named(...Array.from({ length: 15 }, (_, i) => 'abc'[i % 3]!)));
    expect(many).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(choosePairs(named(...Array.from({ length: 50 }, (_, i) => `m${i}`)))).toHaveLength(49);
  });

  it('need the same items', async () => {
    const other = answersOf(
      targets,
      targets.map(target => 1 - target),
      2,
    );
    await expect(compare([await model('a', wrongOn(0, 1)), await model('b', other)])).rejects.toThrow(
      /judged on the same items, but 'b' and 'a' were not/,
    );
    await expect(compare([])).rejects.toThrow(/At least one model/);
  });
});

it('gives replicates the mean and the t-interval over seeds', async () => {
  const members = [10, 20, 30].map((errors, replicate) => model('net', wrongOn(0, errors), { replicate }));
  const { groups, pairs } = await compare(await Promise.all(members));
  expect(pairs).toEqual([]);
  expect(groups).toHaveLength(1);
  expect(groups[0]).toMatchObject({ name: 'net', members: [0, 1, 2] });
  const { value, low, high, over } = groups[0]!.metrics['error']!;
  expect(over).toBe('seeds');
  expect(value).toBeCloseTo(0.02, 12);
  // Deviation 0.01, t with 2 degrees of freedom 4.302653.
  expect(high - value).toBeCloseTo((4.302653 * 0.01) / Math.sqrt(3), 7);
  expect(value - low).toBeCloseTo(high - value, 12);
});

describe('the number of items needed', () => {
  it("follows Connor's formula", () => {
    // ψ = 0.0024, δ = 0.0004: (1.95996 √0.0024 + 0.84162 √(0.0024 − 1.6e−7))² / 1.6e−7.
    expect(itemsForMcNemar(10, 14, 10_000)).toBe(117_731);
    expect(itemsForMcNemar(7, 7, 100)).toBeNull();
  });

  it('for values follows the paired t-test over the efficiency of ranks', () => {
    // Mean 1, variance 4·100/99: 7.848880 · 4.040404 · π/3.
    const differences = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 3 : -1));
    expect(itemsForSignedRank(differences)).toBe(Math.ceil(7.84888 * (400 / 99) * (Math.PI / 3)));
    expect(itemsForSignedRank([1, -1])).toBeNull();
  });
});

describe('the sentence', () => {
  const masked = { ...size, nonZeros: 80, compressedBytes: 407 };

  it('claims for a masked model nothing but the compressed file', async () => {
    const report = await compare([await model('teacher', wrongOn(0, 20)), await model('lean', wrongOn(2, 24), { size: masked })]);
    expect(report.sentence).toBe(
      'lean makes not detectably more errors than teacher (22 against 20 of 1,000; McNemar p = 0.69, Holm-adjusted 0.69) ' +
        'with 8.0 % of its weights and 11 % of its compressed file; being masked only, its exported file and its arithmetic are as before ' +
        '(1.0× its speed, one item at a time). To see a difference this small you would need about 11,800 items.',
    );
  });

  it('claims size and speed for a model that is really smaller, and picks the smallest that is no worse', async () => {
    const small = { ...size, parameters: 330, nonZeros: 330, bytes: 1320, compressedBytes: 1200 };
    const report = await compare([
      await model('lenet', wrongOn(0, 20)),
      await model('half', wrongOn(1, 20), { size: small, latency: { ...latency, p50Ms: 1 / 1.7 } }),
      await model('tiny', wrongOn(0, 300), { size: { ...small, compressedBytes: 100 } }),
    ]);
    expect(report.sentence).toMatch(
      /^half makes no more errors than lenet \(19 against 20 of 1,000; McNemar p = 1.0, Holm-adjusted 1.0\) at 33 % of its size and 1.7× its speed, one item at a time\./,
    );
  });

  it('says what it is when all others are worse, and when there is one model', async () => {
    const worse = await compare([await model('a', wrongOn(0, 10)), await model('b', wrongOn(0, 300))]);
    expect(worse.sentence).toMatch(/^b makes more errors than a \(300 against 10 of 1,000; McNemar p < 0.001, Holm-adjusted < 0.001\)/);
    expect((await compare([await model('a', wrongOn(0, 10))])).sentence).toMatch(
      /^a makes 10 errors in 1,000 items \(1.00 %, 0\.\d\d–\d\.\d\d\)\.$/,
    );
  });

  it('adds the means over seeds when a side has replicates', async () => {
    const net = await Promise.all([10, 30].map((errors, replicate) => model('net', wrongOn(0, errors), { replicate })));
    const report = await compare([...net, await model('lean', wrongOn(0, 12), { size: masked })]);
    expect(report.sentence).toContain('Over seeds (1 against 2): 1.20 % against 2.00 % on average.');
  });
});

it('warns of a class that loses though the total stays', async () => {
  // b loses 30 odd items and gains 30 even ones.
  const a = answersOf(
    targets.map((target, i) => (i < 60 && target === 0 ? 1 : target)),
    targets,
    2,
  );
  const b = answersOf(
    targets.map((target, i) => (i < 60 && target === 1 ? 0 : target)),
    targets,
    2,
  );
  const report = await compare([await model('a', a), await model('b', b)]);
  expect(report.pairs[0]?.verdict).toBe('no-difference-seen');
  expect(report.warnings).toEqual(["Class 'odd' suffers: b gets 30 of its items wrong that a gets right, and 0 the other way round."]);
});
