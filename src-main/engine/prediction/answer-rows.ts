import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import { HALF } from '../evaluation/outcomes.ts';
import type { PredictedItem } from '../../../src-shared/domain/step-output.ts';
import { csvCell } from '../../../src-shared/lib/csv.ts';
import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';

type Told = Pick<ModelCard, 'task' | 'classes' | 'thresholds'>;

/** From one row of probabilities (`binary`: of the second class; `labels`: of having each), or of numbers. */
export function answerOf({ task, classes, thresholds }: Told, name: string, row: Float32Array): PredictedItem {
  if (task === 'labels')
    return { name, answer: labelsOf({ classes, thresholds }, row).join('|'), probability: null, values: [...row], problem: null };
  if (task === 'values') return { name, answer: row[0] ?? null, probability: null, values: [...row], problem: null };
  const shares = task === 'binary' ? [1 - (row[0] ?? 0), row[0] ?? 0] : [...row];
  const best = shares.reduce((most, share, i) => (share > (shares[most] ?? 0) ? i : most), 0);
  return { name, answer: classes[best] ?? String(best), probability: shares[best] ?? null, values: shares, problem: null };
}

interface Limits {
  readonly classes: readonly string[];
  readonly thresholds: readonly number[] | undefined;
}

/** Those whose probability reaches their threshold, ½ where none was chosen. */
function labelsOf({ classes, thresholds }: Limits, shares: ArrayLike<number>): readonly string[] {
  return classes.filter((_, label) => (shares[label] ?? 0) >= (thresholds?.[label] ?? HALF));
}

/** A way to write answers: lines that follow a first one. */
export interface AnswerFormat {
  readonly ending: string;
  header(card: Told & Pick<ModelCard, 'label'>): string;
  line(card: Told, answer: PredictedItem): string;
}

/** For spreadsheets; names are no formulas. */
const csv: AnswerFormat = {
  ending: 'csv',
  header({ task, classes, label }) {
    const values = task === 'values' ? [] : classes.map(name => `p(${name})`);
    return csvLine(['item', label === '' ? 'answer' : label, ...(hasWideTargets(task) ? [] : ['probability']), ...values, 'problem']);
  },
  line({ task, classes }, { name, answer, probability, values, problem }) {
    const own = task === 'values' ? [] : classes.map((_, i) => values[i] ?? null);
    const shares = hasWideTargets(task) ? own : [probability, ...own];
    return csvLine([name, answer, ...shares, problem]);
  },
};

const jsonLines: AnswerFormat = {
  ending: 'jsonl',
  header: () => '',
  line({ task, classes, thresholds }, { name, answer, probability, values, problem }) {
    if (problem !== null) return `${JSON.stringify({ item: name, problem })}\n`;
    if (task === 'values') return `${JSON.stringify({ item: name, answer, ...(values.length > 1 ? { answers: values } : {}) })}\n`;
    const probabilities = Object.fromEntries(classes.map((each, i) => [each, values[i] ?? 0]));
    if (task === 'labels') return `${JSON.stringify({ item: name, answer: labelsOf({ classes, thresholds }, values), probabilities })}\n`;
    return `${JSON.stringify({ item: name, answer, probability, probabilities })}\n`;
  },
};

export const answerFormats = { csv, jsonl: jsonLines } as const;

function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell => csvCell(cell === null ? '' : String(cell))).join(',')}\r\n`;
}
