import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluateOutcomes } from '../../../../src-main/engine/evaluation/evaluate.ts';
import { bestThresholds } from '../../../../src-main/engine/evaluation/label-thresholds.ts';
import { compareModels, type ComparedModel } from '../../../../src-main/engine/evaluation/compare.ts';
import { labelOutcomes } from '../../../support/outcomes.ts';

type Figures = Readonly<Record<string, number>>;

interface Judged {
  readonly expected: { readonly accuracy: number };
  readonly labels: Readonly<Record<'precision' | 'recall' | 'f1' | 'items' | 'averagePrecision', readonly number[]>>;
}

const golden = JSON.parse(readFileSync(new URL('../../../golden/labels/golden.json', import.meta.url), 'utf8')) as {
  readonly logits: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly thresholds: readonly number[];
  readonly half: Judged;
  readonly own: Judged;
  readonly ranked: Figures;
};

const options = { split: 'test', seed: 1, resamples: 20, turn: async () => {} } as const;

describe('several labels an item', () => {
  it.each([
    ['½', undefined, golden.half],
    ['thresholds of their own', golden.thresholds, golden.own],
  ] as const)('are judged as scikit-learn judges them, at %s', async (_, thresholds, { expected, labels }) => {
    const { metrics, ...evaluation } = await evaluateOutcomes(labelOutcomes(golden.logits, golden.targets, thresholds), {
      ...options,
      classes: ['a', 'b', 'c', 'd'],
    });
    for (const [key, value] of Object.entries({ ...expected, ...golden.ranked })) expect(metrics[key]?.value, key).toBeCloseTo(value, 6);
    expect(evaluation.labels?.map(({ name, items }) => [name, items])).toEqual(
      ['a', 'b', 'c', 'd'].map((name, l) => [name, labels.items[l]]),
    );
    evaluation.labels?.forEach((own, l) => {
      for (const key of ['precision', 'recall', 'f1', 'averagePrecision'] as const) expect(own[key], key).toBeCloseTo(labels[key][l]!, 6);
    });
    expect(evaluation.errors).toBe(Math.round((1 - expected.accuracy) * golden.targets.length));
  });

  it('have no figure where nothing has the label, or is answered with it', async () => {
    // The second label: never there, never answered.
    const { labels } = await evaluateOutcomes(
      labelOutcomes(
        [
          [2, -2],
          [-2, -2],
        ],
        [
          [1, 0],
          [0, 0],
        ],
      ),
      options,
    );
    expect(labels).toEqual([
      { name: '0', items: 1, answered: 1, right: 1, threshold: 0.5, precision: 1, recall: 1, f1: 1, averagePrecision: 1 },
      { name: '1', items: 0, answered: 0, right: 0, threshold: 0.5 },
    ]);
  });

  it('get the threshold with the greatest F1 on the items given, half-way between two probabilities, ½ where it lies between them', () => {
    const logit = (p: number): number => Math.log(p / (1 - p));
    // Label 0: 0.4 is the least probability of an item that has it, 0.3 the next. Label 1: anything from 0.2 to 0.8. Label 2: nobody has it.
    const shares = [
      [0.9, 0.8, 0.9],
      [0.4, 0.2, 0.1],
      [0.3, 0.1, 0.2],
    ];
    const outcomes = labelOutcomes(
      shares.map(row => row.map(logit)),
      [
        [1, 1, 0],
        [1, 0, 0],
        [0, 0, 0],
      ],
    );
    const found = bestThresholds(outcomes);
    [0.35, 0.5, 0.5].forEach((threshold, l) => expect(found[l]).toBeCloseTo(threshold, 6));
  });
});

const size = { parameters: 10, nonZeros: 10, multiplyAdds: 10, bytes: 100, compressedBytes: 100 };
const latency = { p50Ms: 1, p95Ms: 1, throughput: 1, engine: 'none' };

describe('models of several labels side by side', () => {
  const targets = Array.from({ length: 40 }, (_, i) => [i % 2, Number(i % 3 === 0)]);
  const logits = (wrong: (item: number, label: number) => boolean) =>
    targets.map((own, i) => own.map((has, l) => (wrong(i, l) ? 1 - 2 * has : 2 * has - 1)));
  async function compared(name: string, wrong: (item: number, label: number) => boolean): Promise<ComparedModel> {
    const outcomes = labelOutcomes(logits(wrong), targets);
    return { name, modelId: name, replicate: null, size, latency, outcomes, evaluation: await evaluateOutcomes(outcomes, options) };
  }

  it('are told apart by the share of their labels that is wrong, item by item', async () => {
    const models = [await compared('a', (i, l) => l === 1 && i < 20), await compared('b', (i, l) => l === 0 && i === 39)];
    const report = await compareModels({
      ...{ split: 'test', models, classes: ['odd', 'third'], seed: 1, resamples: 50, testLooks: null },
      turn: async () => {},
    });
    const [pair] = report.pairs;
    // 20 of 80 labels wrong against 1 of 80.
    expect(pair).toMatchObject({ onlyA: 1, onlyB: 20, verdict: 'better' });
    expect(pair?.difference.value).toBeCloseTo(-19 / 80, 10);
    expect(pair?.byMetric?.['accuracy']?.value).toBeCloseTo(19 / 40, 10);
    expect(Object.keys(pair?.byMetric ?? {}).sort()).toEqual(['accuracy', 'macroF1', 'microF1', 'prAuc']);
    for (const { low, value, high } of Object.values(pair?.byMetric ?? {})) expect(low <= value && value <= high).toBe(true);
    expect(report.sentence).toContain('b gets fewer labels wrong than a (Hamming loss 1.25 % against 25.00 %; Wilcoxon p < 0.001');
  });

  it('warn of a label that suffers', async () => {
    const models = [await compared('a', () => false), await compared('b', (i, l) => l === 1 && i < 12)];
    const report = await compareModels({
      ...{ split: 'test', models, classes: ['odd', 'third'], seed: 1, resamples: 5, testLooks: null },
      turn: async () => {},
    });
    expect(report.warnings).toEqual([
      "Label 'third' suffers: b gets it wrong on 12 items where a gets it right, and 0 the other way round.",
    ]);
  });
});
