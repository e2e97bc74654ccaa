import type { ImportedTarget } from '../reader.ts';
import type { ColumnStore } from './column-store.ts';
import type { InferredColumn } from './infer-column.ts';
import { quantileOf, sortedNumbers } from './quantiles.ts';

/** Share of what the best guess leaves open that one column alone must clear up to be suspected. */
const SUSPECT = 0.98;
const BINS = 50;
/** Fewer rows than this prove nothing. */
const LEAST_ROWS = 40;
/** More than this teach nothing more, and would only take time. */
const MOST_ROWS = 100_000;
/** Of several labels: one that fewer of the told rows have, or lack, may be told by luck. */
const LEAST_OF_LABEL = 10;
/** Told by name for one column; more are counted. */
const MOST_LABELS = 3;

/**
 * Columns that alone tell the answer nearly always, as the outcome does when it was written down a second time. Every other
 * training row teaches (the answer most had, or the mean, per category or fiftieth of the values), the ones between are told. Of
 * several labels, each is an answer of its own.
 */
export function leakSuspects(columns: readonly InferredColumn[], target: ImportedTarget, train: Uint32Array): string[] {
  const inputs = columns.flatMap(({ store, encoding }) =>
    encoding === null ? [] : [{ store, isCategory: encoding.of.takes === 'category' }],
  );
  return columnsThatTell(inputs, target, train).map(
    ({ column, told }) => `Column '${column}' alone tells ${told} nearly always: is it known before the answer is, or part of the answer?`,
  );
}

interface ColumnToSuspect {
  readonly store: ColumnStore;
  readonly isCategory: boolean;
}

interface Telling {
  readonly column: string;
  /** What of the target, for a sentence. */
  readonly told: string;
}

/** As `leakSuspects`, of columns that may be no inputs. */
export function columnsThatTell(columns: readonly ColumnToSuspect[], target: ImportedTarget, train: Uint32Array): readonly Telling[] {
  const answers = answersOf(target);
  const step = Math.ceil((train.length * answers.length) / MOST_ROWS);
  const rows = step <= 1 ? train : train.filter((_, i) => i % step === 0);
  const hasAnswers = target.task === 'labels' || target.values.length === columns[0]?.store.rows;
  if (rows.length < LEAST_ROWS || !hasAnswers) return [];
  return columns.flatMap(({ store, isCategory }) => {
    const bins = binsOf(store, rows, isCategory);
    if (bins === null) return [];
    const told = answers.filter(({ cleared }) => cleared(bins, rows) >= SUSPECT).map(({ name }) => `'${name}'`);
    if (told.length === 0) return [];
    const named = told.slice(0, MOST_LABELS).join(', ') + (told.length > MOST_LABELS ? `, … (${told.length})` : '');
    return [{ column: store.name, told: named }];
  });
}

interface Answer {
  readonly name: string;
  /** Share of what the best guess leaves open that these bins clear up. */
  cleared(bins: Int32Array, rows: Uint32Array): number;
}

function answersOf({ task, label, classes, values }: ImportedTarget): readonly Answer[] {
  const ofRow = (row: number): number => values[row]!;
  if (task === 'values') return [{ name: label, cleared: (bins, rows) => varianceCleared(bins, rows, ofRow) }];
  if (task === 'classes') return [{ name: label, cleared: (bins, rows) => mistakesCleared(bins, rows, { ofRow, least: 1 }) }];
  return classes.map((name, place) => {
    const hasLabel = (row: number): number => values[row * classes.length + place]!;
    return { name, cleared: (bins, rows) => mistakesCleared(bins, rows, { ofRow: hasLabel, least: LEAST_OF_LABEL }) };
  });
}

/** By place in `rows`: what the row is told apart by. Null for a column that never repeats anything. */
function binsOf(store: ColumnStore, rows: Uint32Array, isCategory: boolean): Int32Array | null {
  const { codes, numbers, texts } = store;
  if (isCategory) return texts === null || texts.length > rows.length / 4 ? null : Int32Array.from(rows, row => codes[row]!);
  const sorted = sortedNumbers(numbers, rows);
  const edges = [...new Set(Array.from({ length: BINS - 1 }, (_, i) => quantileOf(sorted, (i + 1) / BINS)))];
  return Int32Array.from(rows, row => (Number.isNaN(numbers[row]!) ? 0 : 1 + placeAmong(edges, numbers[row]!)));
}

/** How many of the ascending edges a value reaches. */
function placeAmong(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= edges[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Told {
  readonly ofRow: (row: number) => number;
  /** Mistakes without which nothing is told. */
  readonly least: number;
}

/** Of the mistakes of always guessing the commonest class, the share that the bins save. */
function mistakesCleared(bins: Int32Array, rows: Uint32Array, { ofRow, least }: Told): number {
  const seen = new Map<number, Map<number, number>>();
  const all = new Map<number, number>();
  for (let i = 0; i < rows.length; i += 2) {
    const answer = ofRow(rows[i]!);
    const bin = seen.get(bins[i]!) ?? new Map<number, number>();
    seen.set(bins[i]!, bin);
    bin.set(answer, (bin.get(answer) ?? 0) + 1);
    all.set(answer, (all.get(answer) ?? 0) + 1);
  }
  const guess = commonest(all);
  const guessOf = new Map([...seen].map(([bin, answers]) => [bin, commonest(answers)]));
  let [mistakes, left] = [0, 0];
  for (let i = 1; i < rows.length; i += 2) {
    const answer = ofRow(rows[i]!);
    if (answer !== guess) mistakes++;
    if (answer !== (guessOf.get(bins[i]!) ?? guess)) left++;
  }
  return mistakes < least ? 0 : 1 - left / mistakes;
}

function commonest(counts: ReadonlyMap<number, number>): number {
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [-1, 0])[0];
}

/** Of the squared distances from the mean, the share that the bins' means save. */
function varianceCleared(bins: Int32Array, rows: Uint32Array, ofRow: Told['ofRow']): number {
  const seen = new Map<number, { sum: number; count: number }>();
  const all = { sum: 0, count: 0 };
  for (let i = 0; i < rows.length; i += 2) {
    const bin = seen.get(bins[i]!) ?? { sum: 0, count: 0 };
    seen.set(bins[i]!, bin);
    for (const part of [bin, all]) {
      part.sum += ofRow(rows[i]!);
      part.count++;
    }
  }
  const mean = all.sum / all.count;
  let [before, after] = [0, 0];
  for (let i = 1; i < rows.length; i += 2) {
    const bin = seen.get(bins[i]!);
    before += (ofRow(rows[i]!) - mean) ** 2;
    after += (ofRow(rows[i]!) - (bin === undefined ? mean : bin.sum / bin.count)) ** 2;
  }
  return before === 0 ? 0 : 1 - after / before;
}
