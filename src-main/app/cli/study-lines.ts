import type { Energy } from '../../../src-shared/domain/energy.ts';
import { epochsOf, type Trial } from '../../../src-shared/domain/study.ts';
import type { StudyReport } from '../../../src-shared/domain/study-report.ts';
import {
  formatCount,
  formatDuration,
  formatEnergy,
  formatNumber,
  formatPercent,
  formatPercentNumber,
} from '../../../src-shared/lib/units.ts';
import { tableLines } from './output.ts';

/** What a search found, and how far it can be trusted, for people. */
export function studyLines(report: StudyReport): readonly string[] {
  const { trials, epochs, elapsedMs, winner, winnerFields, objectives } = report;
  const metric = objectives[0]?.metric ?? '';
  const states = Object.entries(trials).flatMap(([state, count]) => (count === 0 ? [] : [`${formatCount(count, 'en')} ${state}`]));
  return [
    `${states.join(', ')}; ${formatCount(epochs.search, 'en')} epochs of search in ${formatDuration(elapsedMs, 'en')}`,
    ...(report.energy === null ? [] : [energyLine(report.energy)]),
    ...(report.folds === undefined ? [] : [foldsLine(report.folds)]),
    `winner: trial ${winner}: ${settingsText(winnerFields)}`,
    ...confirmedLines(report, metric),
    ...controlLines(report, metric),
    ...(objectives.length > 1 ? frontLines(report) : []),
    ...noGainLines(report, metric),
  ];
}

function energyLine({ joules, source }: Energy): string {
  const how = source === 'measured' ? 'measured by the processor' : 'estimated by CPU time';
  return `${formatEnergy(joules, 'en')} for all trials, ${how}`;
}

function foldsLine({ k, repeats, kind, items }: NonNullable<StudyReport['folds']>): string {
  const rounds = repeats === 1 ? '' : `, ${repeats} rounds`;
  return `judged by the mean over ${k} folds (${kind}${rounds}) of ${formatCount(items, 'en')} items; the winner was trained anew on all of them`;
}

function noGainLines({ noGain }: StudyReport, metric: string): readonly string[] {
  if (noGain === undefined || noGain.latest === null) return [];
  const { latest, expected, inARow, trials } = noGain;
  const words = `the most promising configuration was expected to gain ${apart(metric, latest)}, ${apart(metric, expected)} is worth a trial`;
  return [inARow < trials ? words : `stopped, no gain is expected: ${words}; less was expected ${trials} times in a row`];
}

function confirmedLines({ confirmed, optimism }: StudyReport, metric: string): readonly string[] {
  if (confirmed.length === 0) return ['! chosen by the very figures it is shown with: not repeated with fresh seeds'];
  const rows = confirmed.map(({ trial, role, searched, values, mean, deviation }) => [
    `trial ${trial}${role === 'control' ? ', by lot' : ''}`,
    show(metric, searched),
    show(metric, mean),
    deviation === null ? '' : `± ${apart(metric, deviation)}`,
    String(values.length),
  ]);
  const loss =
    optimism === null ? [] : [`the chosen looked ${apart(metric, optimism)} better in the search than they are with fresh seeds`];
  return [...tableLines(['once more', `${metric} in the search`, 'fresh seeds', 'spread', 'seeds'], rows), ...loss];
}

function controlLines({ control, course }: StudyReport, metric: string): readonly string[] {
  if (control === null) return [];
  const best = control.best === null ? 'nothing' : show(metric, control.best);
  const found = course.at(-1);
  const ours = found === undefined ? '' : `, the search ${show(metric, found.value)} (after ${formatCount(found.epochs, 'en')} epochs)`;
  return [`random search with ${formatCount(control.epochs, 'en')} epochs (${control.trials} trials): ${best}${ours}`];
}

function frontLines({ front, objectives }: StudyReport): readonly string[] {
  const rows = front.map(({ trial, values }) => [`trial ${trial}`, ...values.map((value, i) => show(objectives[i]?.metric ?? '', value))]);
  return ['none is better in everything than:', ...tableLines(['trial', ...objectives.map(({ metric }) => metric)], rows)];
}

/** The newest trials, for a terminal that is watched. */
export function trialTable(trials: readonly Trial[], most: number): readonly string[] {
  const shown = trials.filter(({ state }) => state !== 'refused').slice(-most);
  const rows = shown.map(trial => [
    `${trial.number}${trial.role === 'search' ? '' : ` ${trial.role}`}`,
    trial.state,
    `${epochsOf(trial)}/${trial.until}`,
    trial.costs === null ? '' : formatCount(trial.costs.parameters, 'en'),
    figuresText(trial),
    settingsText(trial.fields),
  ]);
  return tableLines(['trial', 'state', 'epochs', 'parameters', 'validation', 'settings'], rows);
}

/** What became of a trial, as it ends or pauses. */
export function trialLine(trial: Trial): string {
  const { number, role, state, fields, reason, repeats, onAll } = trial;
  const what = role === 'search' ? '' : ` (${onAll === true ? 'all items' : role}${repeats === null ? '' : ` of ${repeats}`})`;
  const how = reason === null ? figuresText(trial) : reason;
  return `  trial ${number}${what}: ${state} after ${epochsOf(trial)} ${epochsOf(trial) === 1 ? 'epoch' : 'epochs'}, ${how} · ${settingsText(fields)}`;
}

function figuresText({ reports }: Trial): string {
  const values = Object.entries(reports.at(-1)?.values ?? {});
  return values.map(([metric, value]) => `${metric.replace('validation.', '')} ${show(metric, value)}`).join(', ');
}

/** `model.hidden 35, 35 · optimizer.learningRate 0.00494 · batchSize 32`. */
export function settingsText(fields: Readonly<Record<string, unknown>>): string {
  return flat(fields, '').join(' · ');
}

function flat(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value))
    return [`${path} ${value.map(item => (typeof item === 'object' ? JSON.stringify(item) : text(item))).join(', ')}`];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`));
  return [`${path} ${text(value)}`];
}

function text(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);
}

function show(metric: string, value: number | undefined): string {
  if (value === undefined) return '';
  return metric === 'validation.accuracy' ? formatPercent(value, 'en', 2) : formatNumber(value, 'en', 4);
}

/** A difference of two figures: of shares in percentage points. */
function apart(metric: string, difference: number): string {
  return metric === 'validation.accuracy' ? `${formatPercentNumber(difference, 'en')} points` : show(metric, difference);
}
