import { isShareFigure, mainFigureOf } from '../../../src-shared/domain/quality.ts';
import type { CrossValidationReport, FoldComparison, FoldFigures } from '../../../src-shared/domain/cross-validation.ts';
import { formatCount, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { candidateRecords, innerOptimum } from '../../../src-shared/domain/nested-choice.ts';
import { tableLines } from './output.ts';

/** In this order; the first that there is stands for the fold. */
const SHOWN = ['hammingLoss', 'error', 'microF1', 'logLoss', 'macroF1', 'rmse', 'mae', 'r2'];

/** One fold by its main figure. */
export function foldText({ repeat, fold, label, metrics }: FoldFigures): string {
  const [main] = figuresOf(metrics);
  const name = `round ${repeat + 1}, fold ${fold + 1}${label === null ? '' : ` (${label})`}`;
  return main === undefined ? name : `${name}: ${main} ${show(main, metrics[main])}`;
}

/** What a cross-validation found, for people. */
export function crossValidationLines(report: CrossValidationReport): readonly string[] {
  const { folds, members, metrics, warnings } = report;
  const names = figuresOf(metrics);
  const rows = members.map(({ repeat, fold, label, heldOut, trained, metrics: figures }) => [
    `${repeat + 1}.${fold + 1}${label === null ? '' : ` ${label}`}`,
    formatCount(heldOut, 'en'),
    formatCount(trained, 'en'),
    ...names.map(name => show(name, figures[name])),
  ]);
  const row = (title: string, figure: 'mean' | 'standardError'): string[] => [
    title,
    '',
    '',
    ...names.map(name => show(name, metrics[name]?.[figure])),
  ];
  const rounds = folds.repeats === 1 ? '' : ` in ${folds.repeats} rounds`;
  return [
    `${folds.k} folds${rounds} of ${formatCount(folds.items, 'en')} items (${folds.kind}), figures on held-out items:`,
    ...tableLines(['fold', 'held out', 'trained on', ...names], [...rows, row('mean', 'mean'), row('± standard error', 'standardError')]),
    ...candidateLines(report),
    ...warnings.map(warning => `! ${warning}`),
  ];
}

/** Nothing where there was one candidate. */
function candidateLines(report: CrossValidationReport): readonly string[] {
  const records = candidateRecords(report);
  if (records.length === 0) return [];
  const figure = mainFigureOf(report.metrics);
  const rows = records.map(({ name, innerMean, folds, isFinal }) => [
    name,
    show(figure, innerMean ?? undefined),
    `${folds} of ${report.members.length} folds`,
    isFinal ? 'yes' : '',
  ]);
  const seemed = show(figure, innerOptimum(report) ?? undefined);
  return [
    ...tableLines(['candidate', `${figure} on inner folds`, 'chosen in', 'on all items'], rows),
    `what was chosen had ${figure} ${seemed} on the items it was chosen on, ${show(figure, report.metrics[figure]?.mean)} on others`,
  ];
}

/** Cross-validations side by side, for people. */
export function foldComparisonLines(
  { figure, pairs, choice }: FoldComparison,
  models: readonly { readonly name: string }[],
): readonly string[] {
  const name = (model: number): string => models[model]?.name ?? '';
  const lines = pairs.map(({ a, b, test }) => {
    if (test === null) return `${name(b)} against ${name(a)}: not tested, they were judged on other folds`;
    const { difference, low, high, folds, adjustedP } = test;
    const range = `${show(figure, difference)} (${show(figure, low)} to ${show(figure, high)})`;
    return `${name(b)} against ${name(a)}: ${figure} ${range} over ${folds} folds, corrected resampled t, p = ${formatNumber(adjustedP, 'en', 3)} (Holm)`;
  });
  if (choice === null) return lines;
  const limit = show(figure, choice.limit);
  return [...lines, `one-standard-error rule: ${name(choice.chosen)} (least ${figure}: ${name(choice.best)}; limit ${limit})`];
}

function figuresOf(metrics: Readonly<Record<string, unknown>>): readonly string[] {
  return SHOWN.filter(name => metrics[name] !== undefined);
}

function show(name: string, value: number | undefined): string {
  if (value === undefined) return '';
  return isShareFigure(name) ? formatPercent(value, 'en') : formatNumber(value, 'en', 4);
}
