import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';

/** Temperatures the slider reaches. */
export const LEAST_TEMPERATURE = 0.5;
export const GREATEST_TEMPERATURE = 20;

/** softmax(z / T); a class nobody knows has no share. */
export function soften(logits: readonly number[], temperature: number, unknown: ReadonlySet<number> = new Set()): readonly number[] {
  let top = -Infinity;
  logits.forEach((z, c) => (top = unknown.has(c) ? top : Math.max(top, z)));
  const powers = logits.map((z, c) => (unknown.has(c) ? 0 : Math.exp((z - top) / temperature)));
  const sum = powers.reduce((total, p) => total + p, 0);
  return powers.map(p => p / sum);
}

/** Of a label each: σ(z / T); a label nobody knows has no share. */
function softenLabels(logits: readonly number[], temperature: number, unknown: ReadonlySet<number> = new Set()): readonly number[] {
  return logits.map((z, l) => (unknown.has(l) ? 0 : 1 / (1 + Math.exp(-z / temperature))));
}

/** How a task's logits become shares, and shares answers. */
export interface Softening {
  /** Whether one answer excludes the others. */
  readonly hasRivals: boolean;
  shares(logits: readonly number[], temperature: number, unknown?: ReadonlySet<number>): readonly number[];
  /** Numbers of the classes or labels that are answered. */
  answers(shares: readonly number[]): readonly number[];
  divergence(p: readonly number[], q: readonly number[]): number;
  /** Rows of a strip; `null` for the rest, where shares come to 1. */
  rows(shares: readonly (readonly number[])[], classes: number, most: number): readonly (number | null)[];
}

const OF_CLASSES: Softening = { hasRivals: true, shares: soften, answers: shares => [likeliest(shares)], divergence, rows: stripClasses };

const OF_LABELS: Softening = {
  hasRivals: false,
  shares: softenLabels,
  answers: shares => [...shares.keys()].filter(l => (shares[l] ?? 0) >= 0.5),
  divergence: (p, q) => p.reduce((sum, share, l) => sum + divergence([share, 1 - share], [q[l] ?? 0, 1 - (q[l] ?? 0)]), 0),
  rows: (shares, classes, most) => stripClasses(shares, classes, most).filter(row => row !== null),
};

export function softeningOf(task: Task): Softening {
  return task === 'labels' ? OF_LABELS : OF_CLASSES;
}

/** Whether an item's classes or labels are answered, and no others. */
export function isAnswered(answers: readonly number[], label: readonly number[]): boolean {
  return answers.length === label.length && answers.every((answer, i) => answer === label[i]);
}

/** What classes or labels are called together; an item may have no label. */
export function namesOf(classes: readonly string[], numbers: readonly number[]): string {
  return numbers.length === 0 ? '∅' : numbers.map(number => classes[number] ?? '').join(', ');
}

/** Of q from p, in nats; infinite where q rules out what p does not. */
export function divergence(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, c) => (share === 0 ? sum : sum + share * Math.log(share / (q[c] ?? 0))), 0);
}

/** The first of equals. */
export function likeliest(shares: readonly number[]): number {
  return shares.reduce((best, share, c) => (share > (shares[best] ?? 0) ? c : best), 0);
}

/** Slider place in [0, 1] of a temperature, on a logarithmic scale, and back with two significant figures. */
export function placeOf(temperature: number): number {
  return Math.log(temperature / LEAST_TEMPERATURE) / Math.log(GREATEST_TEMPERATURE / LEAST_TEMPERATURE);
}

export function temperatureAt(place: number): number {
  return Number((LEAST_TEMPERATURE * (GREATEST_TEMPERATURE / LEAST_TEMPERATURE) ** place).toPrecision(2));
}

/** Rows of a strip: all classes where they are few, else those with the most, and the rest in one row of `null`. */
export function stripClasses(shares: readonly (readonly number[])[], classes: number, most: number): readonly (number | null)[] {
  if (classes <= most) return Array.from({ length: classes }, (_, c) => c);
  const sums = Array.from({ length: classes }, (_, c) => shares.reduce((sum, item) => sum + (item[c] ?? 0), 0));
  const kept = [...sums.keys()].sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0)).slice(0, most - 1);
  return [...kept.sort((a, b) => a - b), null];
}

/** Share of a strip's row; what the other rows leave over, for `null`. */
export function rowShare(shares: readonly number[], row: number | null, rows: readonly (number | null)[]): number {
  if (row !== null) return shares[row] ?? 0;
  return Math.max(0, 1 - rows.reduce<number>((sum, c) => sum + (c === null ? 0 : (shares[c] ?? 0)), 0));
}

/** The classes next to the label by share, those worth a word. */
export function nextTo(shares: readonly number[], label: number, most = 3, least = 0.001): readonly number[] {
  return [...shares.keys()]
    .filter(c => c !== label && (shares[c] ?? 0) >= least)
    .sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0))
    .slice(0, most);
}
