import { describe, expect, it } from 'vitest';
import type { ComparisonReport, Estimate, Evaluation } from '../../../../src-shared/domain/report.ts';
import {
  bestOf,
  changeByClass,
  errorsByClass,
  gainedLost,
  paretoFront,
  primaryEstimate,
  primaryOf,
  smallestModel,
} from '../../../../src-renderer/features/compare/report-figures.ts';
import { toCsv } from '../../../../src-renderer/components/csv.ts';
import { toLatex, toMarkdown } from '../../../../src-renderer/features/compare/report-texts.ts';
import { report } from '../../../e2e/support/fake-models.ts';

const estimate = (value: number): Estimate => ({ value, low: value - 0.01, high: value + 0.01, over: 'items' });

describe('figures of a report', () => {
  it('are read by error rate, which may be stated as accuracy', () => {
    expect(primaryOf(report)).toEqual({ name: 'error', isShare: true });
    const turned = primaryEstimate({ accuracy: { value: 0.9, low: 0.85, high: 0.92, over: 'items' } }, { name: 'error', isShare: true })!;
    expect(turned.value).toBeCloseTo(0.1, 12);
    expect([turned.low, turned.high].map(each => each.toFixed(2))).toEqual(['0.08', '0.15']);
  });

  it('are read by root mean squared error for values', () => {
    const metrics = { mae: estimate(2), rmse: estimate(3) };
    const values: ComparisonReport = {
      ...report,
      models: [{ ...report.models[0]!, evaluation: { ...report.models[0]!.evaluation, metrics } }],
    };
    expect(primaryOf(values)).toEqual({ name: 'rmse', isShare: false });
  });

  it('count gained and lost against the first model whichever way round the pair is stored', () => {
    const pair = { ...report.pairs[0]!, a: 0, b: 3, onlyA: 5, onlyB: 9 };
    expect(gainedLost({ ...report, pairs: [pair] }, 3)).toEqual({ gained: 9, lost: 5 });
    expect(gainedLost({ ...report, pairs: [{ ...pair, a: 3, b: 0 }] }, 3)).toEqual({ gained: 5, lost: 9 });
    expect(gainedLost({ ...report, pairs: [] }, 3)).toBeNull();
  });

  it('name nobody best when all are equal', () => {
    expect([...bestOf([3, 1, 1])]).toEqual([1, 2]);
    expect([...bestOf([2, 2])]).toEqual([]);
    expect([...bestOf([2, 2.05], 0.05)]).toEqual([]);
    expect([...bestOf([2, 2.2], 0.05)]).toEqual([0]);
  });

  it('are about the smallest compressed file', () => {
    expect(smallestModel(report)).toBe(3);
  });

  it('join the points that no other beats in both numbers', () => {
    const points = [
      { x: 3, y: 1 },
      { x: 1, y: 3 },
      { x: 2, y: 3 },
      { x: 2, y: 2 },
      { x: 4, y: 1 },
    ];
    expect(paretoFront(points)).toEqual([1, 3, 0]);
  });

  it('count errors by true class, and their change', () => {
    const a: Evaluation = {
      ...report.models[0]!.evaluation,
      confusion: [
        [8, 2],
        [1, 9],
      ],
    };
    const b: Evaluation = {
      ...a,
      confusion: [
        [10, 0],
        [4, 6],
      ],
    };
    expect(errorsByClass(a.confusion!)).toEqual([2, 1]);
    expect(changeByClass(a, b)).toEqual([-2, 3]);
    expect(changeByClass(a, { ...b, confusion: [[1]] })).toBeNull();
  });
});

describe('copied tables', () => {
  const table = {
    header: ['Model', 'Error, %'],
    rows: [
      ['a|b_c', '1.59\u00a0% (−0.2)'],
      ['=SUM(A1)', '-3'],
    ],
  };

  it('escape what Markdown would read as a column', () => {
    expect(toMarkdown(table).split('\n')).toEqual([
      '| Model | Error, % |',
      '| --- | ---: |',
      '| a\\|b_c | 1.59 % (−0.2) |',
      '| =SUM(A1) | -3 |',
    ]);
  });

  it('escape what LaTeX would read as a command', () => {
    expect(toLatex(table)).toContain('a|b\\_c & 1.59~\\% ($-$0.2) \\\\');
  });

  it('quote CSV cells with commas, and disarm formulas but not numbers', () => {
    expect(toCsv(table)).toBe('Model,"Error, %"\r\na|b_c,1.59 % (−0.2)\r\n\'=SUM(A1),-3');
  });
});
