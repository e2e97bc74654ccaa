import { mainFigureOf } from '../../../../src-shared/domain/quality.ts';
import type {
  ComparedFolds,
  CrossValidationReport,
  FoldChoice,
  FoldComparison,
  FoldPair,
} from '../../../../src-shared/domain/cross-validation.ts';
import { correctedResampledT, type ResampledTest } from '../statistics/corrected-resampled-t.ts';
import { holm } from '../statistics/holm.ts';

/** A model of a report that comes out of a cross-validation. */
export interface CrossValidated {
  /** Index into the models of the report. */
  readonly model: number;
  readonly report: CrossValidationReport;
  readonly parameters: number;
}

const LEVEL = 0.05;

/**
 * Cross-validations side by side. Only those with equal folds (one hash) are tested against each other: between others, luck of
 * the folds would be taken for a difference of the models. Null for fewer than two. `pairs`: indices into the models.
 */
export function compareFolds(subjects: readonly CrossValidated[], pairs: readonly (readonly [number, number])[]): FoldComparison | null {
  const [first] = subjects;
  if (first === undefined || subjects.length < 2) return null;
  const figure = mainFigureOf(first.report.metrics);
  const byModel = new Map(subjects.map(subject => [subject.model, subject]));
  const wanted = pairs.flatMap(([a, b]) => {
    const [one, other] = [byModel.get(a), byModel.get(b)];
    return one === undefined || other === undefined ? [] : [{ one, other }];
  });
  const compared = subjects.map(subject => comparedOf(subject, figure));
  return { figure, subjects: compared, pairs: testPairs(wanted, figure), choice: chooseByOneStandardError(compared) };
}

function comparedOf({ model, report, parameters }: CrossValidated, figure: string): ComparedFolds {
  const { mean = NaN, standardError = NaN } = report.metrics[figure] ?? {};
  return { model, folds: report.folds.file.hash, mean, standardError, parameters };
}

interface Pair {
  readonly one: CrossValidated;
  readonly other: CrossValidated;
}

function testPairs(pairs: readonly Pair[], figure: string): readonly FoldPair[] {
  const tests = pairs.map(pair => testPair(pair, figure));
  const adjusted = holm(tests.flatMap(test => test?.p ?? []));
  let next = 0;
  return pairs.map(({ one, other }, i): FoldPair => {
    const place = { a: one.model, b: other.model };
    const test = tests[i] ?? null;
    if (test === null) return { ...place, test: null };
    const adjustedP = adjusted[next++] ?? 1;
    const { mean: difference, low, high, p } = test;
    const seen = adjustedP < LEVEL && difference !== 0;
    const verdict = seen ? (difference < 0 ? 'better' : 'worse') : 'no-difference-seen';
    return { ...place, test: { difference, low, high, folds: other.report.members.length, p, adjustedP, verdict } };
  });
}

function testPair({ one, other }: Pair, figure: string): ResampledTest | null {
  if (one.report.folds.file.hash !== other.report.folds.file.hash) return null;
  const differences = other.report.members.map(
    (member, i) => (member.metrics[figure] ?? NaN) - (one.report.members[i]?.metrics[figure] ?? NaN),
  );
  if (differences.length < 2 || differences.some(Number.isNaN)) return null;
  const ratios = other.report.members.map(({ heldOut, trained }) => heldOut / trained);
  return correctedResampledT(differences, ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length);
}

/**
 * The smallest model whose mean is within one standard error of the best. Among those that share their folds: of several such
 * sets the largest, of equal ones that with the best mean. Source: Breiman, Friedman, Olshen & Stone 1984, Classification and
 * Regression Trees.
 */
export function chooseByOneStandardError(subjects: readonly ComparedFolds[]): FoldChoice | null {
  const sets = [
    ...Map.groupBy(
      subjects.filter(({ mean }) => Number.isFinite(mean)),
      ({ folds }) => folds,
    ).values(),
  ];
  const [rivals] = sets.toSorted((a, b) => b.length - a.length || bestOf(a).mean - bestOf(b).mean);
  if (rivals === undefined || rivals.length < 2) return null;
  const best = bestOf(rivals);
  const limit = best.mean + best.standardError;
  const within = rivals.filter(({ mean }) => mean <= limit);
  const chosen = within.reduce((least, subject) => (isSmaller(subject, least) ? subject : least));
  return { best: best.model, chosen: chosen.model, within: within.map(({ model }) => model), limit };
}

function bestOf(subjects: readonly ComparedFolds[]): ComparedFolds {
  return subjects.reduce((least, subject) => (subject.mean < least.mean ? subject : least));
}

function isSmaller(a: ComparedFolds, b: ComparedFolds): boolean {
  return a.parameters < b.parameters || (a.parameters === b.parameters && a.mean < b.mean);
}
