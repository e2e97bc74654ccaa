import { keepsBudget } from '../../../src-shared/domain/export-budget.ts';
import { numberedName } from '../../../src-shared/domain/numbered-name.ts';
import { isShareFigure, mainFigureOf } from '../../../src-shared/domain/quality.ts';
import type { CheckUpFigures, CheckUpReport } from '../../../src-shared/domain/check-up.ts';
import type { ComparisonReport, Estimate, Evaluation } from '../../../src-shared/domain/report.ts';
import type { DataOutput, ExportedFile, FilesOutput, ModelOutput, PartOutput, StepOutput } from '../../../src-shared/domain/step-output.ts';
import { assertNever } from '../../../src-shared/lib/result.ts';
import { formatBytes, formatCompact, formatCount, formatDuration, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { fusionLines } from './fusion-lines.ts';
import { distillationLines } from './distillation-lines.ts';
import { tableLines } from './output.ts';
import { crossValidationLines, foldComparisonLines, foldText } from './cross-validation-lines.ts';
import { latencyLines } from './latency-lines.ts';
import { predictionLines } from './prediction-lines.ts';
import { pruningLines } from './pruning-lines.ts';
import { fileQuality, quantisationLines } from './quantisation-lines.ts';
import { studyLines } from './study-lines.ts';
import { shrinkCardLines } from './shrink-card-lines.ts';
import { validationText } from './validation-text.ts';

/** A step's result for people; the first line stands by itself. `judgedOn`: items behind its figures, where they are known. */
export function outputLines(output: StepOutput, judgedOn?: number): readonly string[] {
  switch (output.kind) {
    case 'data':
      return dataLines(output);
    case 'model':
      return modelLines(output, judgedOn);
    case 'evaluation':
      return [evaluationLine(output.evaluation), ...labelLines(output.evaluation)];
    case 'check-up':
      return checkUpLines(output.report);
    case 'report':
      return reportLines(output.report);
    case 'part':
      return [partLine(output, judgedOn)];
    case 'files':
      return fileLines(output);
    case 'latency':
      return latencyLines(output.report);
    case 'predictions':
      return predictionLines(output);
    default:
      return assertNever(output, 'output');
  }
}

function dataLines({ summary }: DataOutput): readonly string[] {
  const splits = Object.entries(summary.splits).map(([name, count]) => `${formatCount(count, 'en')} ${name}`);
  return [
    `${formatCount(summary.items, 'en')} items of [${summary.inputShape.join(', ')}], ${taskText(summary)}; ${splits.join(', ')}`,
    ...summary.warnings.map(w => `! ${w}`),
  ];
}

/** What is to be answered: `3 classes`, `5 labels`, `numbers to predict`. */
export function taskText({ task, classes }: Pick<DataOutput['summary'], 'task' | 'classes'>): string {
  if (task === 'values') return 'numbers to predict';
  return `${classes.length} ${task === 'labels' ? 'labels' : 'classes'}`;
}

function partLine({ members, whole, study }: PartOutput, judgedOn: number | undefined): string {
  if (study !== undefined) return 'nothing more to train';
  if (whole !== null) return `trained on all items; ${modelLines(whole, judgedOn)[0] ?? ''}`;
  if (members.length === 0) return 'no fold for this part';
  return members.map(({ figures }) => foldText(figures)).join('; ');
}

function modelLines({ summary, card, crossValidation, study }: ModelOutput, judgedOn: number | undefined): readonly string[] {
  const { size, validation, epochs, trainingMs, sparsity } = summary;
  const kept = sparsity === null ? [] : [`${formatPercent(1 - sparsity.overall, 'en', 1)} of the weights kept`];
  const parts = [
    `${formatCount(size.parameters, 'en')} parameters`,
    ...kept,
    `validation ${validationText(validation, judgedOn)}`,
    ...(epochs.run === 0 ? [] : [`${epochs.run} epochs${epochs.stoppedEarly ? ' (stopped early)' : ''}, epoch ${epochs.kept} kept`]),
    ...(epochs.run === 0 ? [] : [formatDuration(trainingMs, 'en')]),
  ];
  const fusion = summary.fusion === undefined ? [] : fusionLines(summary.fusion);
  const folds = crossValidation === undefined ? [] : crossValidationLines(crossValidation);
  const searched = study === undefined ? [] : studyLines(study);
  const made = [...fusion, ...folds, ...searched, ...distillationLines(summary.distillation), ...quantisationLines(summary.quantisation)];
  return [parts.join('; '), ...made, ...(card === undefined ? [] : shrinkCardLines(card)), ...pruningLines(summary)];
}

function checkUpLines({ parts, base, fixed, isComplete, items }: CheckUpReport): readonly string[] {
  const figure = ({ loss, accuracy }: CheckUpFigures): string =>
    accuracy === undefined ? formatNumber(loss, 'en', 4) : formatPercent(accuracy, 'en', 2);
  const rows = parts.map(({ layers, units, recommended, points }) => [
    layers.join(' + '),
    formatCount(units, 'en'),
    formatPercent(recommended, 'en', 0),
    points.map(point => `${formatPercent(point.removed, 'en', 0)}: ${figure(point.tuned ?? point)}`).join('  '),
  ]);
  return [
    `${figure(base)} on ${formatCount(items, 'en')} validation items; what each layer can lose by itself:`,
    ...tableLines(['layer', 'units', 'can go', 'removed: what is left'], rows),
    ...fixed.map(({ node, reason }) => `  ${node} stays: ${reason}`),
    ...(isComplete ? [] : ['! Not every level was measured: the time was up.']),
  ];
}

function evaluationLine({ split, items, metrics }: Evaluation): string {
  const figures = Object.entries(metrics).map(([name, estimate]) => `${name} ${estimateText(name, estimate)}`);
  return `${split} split, ${formatCount(items, 'en')} items: ${figures.join(', ')}`;
}

/** One line a label, where items may have several. */
function labelLines({ labels = [] }: Evaluation): readonly string[] {
  if (labels.length === 0) return [];
  const share = (value: number | undefined): string => (value === undefined ? '' : formatPercent(value, 'en'));
  const rows = labels.map(({ name, items, threshold, precision, recall, f1, averagePrecision }) => [
    name,
    formatCount(items, 'en'),
    formatNumber(threshold, 'en', 3),
    ...[precision, recall, f1, averagePrecision].map(share),
  ]);
  return tableLines(['label', 'items', 'threshold', 'precision', 'recall', 'F1', 'average precision'], rows);
}

function estimateText(name: string, { value, low, high }: Estimate): string {
  const show = (x: number): string => (isShareFigure(name) ? formatPercent(x, 'en') : formatNumber(x, 'en', 4));
  return `${show(value)} (${show(low)} to ${show(high)})`;
}

function reportLines({ sentence, models, groups, split, items, warnings, testLooks, folds }: ComparisonReport): readonly string[] {
  const main = mainFigureOf(models[0]?.evaluation.metrics ?? {});
  const rows = models.map(({ name, replicate, evaluation, size, latency }) => [
    numberedName(name, replicate),
    evaluation.metrics[main] === undefined ? '' : estimateText(main, evaluation.metrics[main]),
    formatCount(size.parameters, 'en'),
    formatCount(size.nonZeros, 'en'),
    formatBytes(size.bytes, 'en'),
    formatBytes(size.compressedBytes, 'en'),
    formatCompact(size.multiplyAdds, 'en'),
    `${formatNumber(latency.p50Ms, 'en')} ms`,
    `${formatNumber(latency.p95Ms, 'en')} ms`,
  ]);
  const header = ['model', main, 'parameters', 'non-zeros', 'file', 'compressed', 'multiply-adds', 'latency p50', 'p95'];
  return [
    `${split} split, ${formatCount(items, 'en')} items${testLooks === null ? '' : `, look ${testLooks} at this test split`}`,
    sentence,
    ...tableLines(header, rows),
    ...groups.flatMap(({ name, members, metrics }) =>
      metrics[main] === undefined ? [] : [`${name}: mean of ${members.length} seeds: ${main} ${estimateText(main, metrics[main])}`],
    ),
    ...(folds === undefined ? [] : foldComparisonLines(folds, models)),
    ...warnings.map(warning => `! ${warning}`),
  ];
}

function fileLines({ directory, files }: FilesOutput): readonly string[] {
  return [directory, ...files.flatMap(file => [fileLine(file), ...budgetLines(file)])];
}

function budgetLines({ budget = [] }: ExportedFile): readonly string[] {
  return budget.map(verdict => {
    const { measure, bound, found, interval, reason } = verdict;
    const show = (value: number): string => (measure === 'bytes' ? formatBytes(value, 'en') : `${formatNumber(value, 'en', 3)} ms`);
    if (found === null) return `  ? ${measure}: not measured, the bound is ${show(bound)}: ${reason ?? ''}`;
    const range = interval === undefined ? '' : ` (${interval.map(show).join(' to ')})`;
    return `  ${keepsBudget(verdict) === true ? 'keeps' : '! breaks'} its budget of ${show(bound)}: ${show(found)}${range}`;
  });
}

function fileLine({ format, path, bytes, verification, quantisation }: ExportedFile): string {
  const { runtime, items, maxDifference, disagreements } = verification;
  const answers = disagreements === 0 ? 'same answers' : `${disagreements} other answers`;
  return `${format}: ${path} (${formatBytes(bytes, 'en')}); read back by ${runtime}: ${formatCount(items, 'en')} items, greatest difference ${maxDifference.toExponential(1)}, ${answers}${fileQuality(quantisation)}`;
}
