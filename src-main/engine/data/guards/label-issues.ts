/** Probabilities that members gave to items they were not trained on. */
export interface LabelledAnswers {
  /** `[items, classes]`, each row sums to 1. */
  readonly probabilities: Float32Array;
  readonly classes: number;
  /** The given labels `[items]`. */
  readonly labels: ArrayLike<number>;
}

/** An item whose label is confidently contradicted. */
export interface LabelIssue {
  /** Place among the given items. */
  readonly place: number;
  readonly given: number;
  readonly guessed: number;
  /** What was given to the guessed class, and to the given one. */
  readonly probability: number;
  readonly givenProbability: number;
}

/**
 * Items counted beside the diagonal of the confident joint: a class is one that an item may confidently be where it has at least the
 * mean probability of the items that are labelled so; of several, the likeliest. Those first whose guess is furthest ahead of the
 * label. A class without items has no such mean, and nothing is guessed to be of it. Source: Northcutt, Jiang, Chuang 2021,
 * arXiv:1911.00068 §3.1, ranked by the margin (§3.2).
 */
export function findLabelIssues(answers: LabelledAnswers): readonly LabelIssue[] {
  const { probabilities, classes, labels } = answers;
  const thresholds = meanConfidences(answers);
  const issues: LabelIssue[] = [];
  for (let place = 0; place < labels.length; place++) {
    const given = labels[place]!;
    const row = probabilities.subarray(place * classes, (place + 1) * classes);
    const guessed = confidentClass(row, thresholds);
    if (guessed === null || guessed === given) continue;
    issues.push({ place, given, guessed, probability: row[guessed]!, givenProbability: row[given]! });
  }
  return issues.sort((a, b) => marginOf(b) - marginOf(a) || a.place - b.place);
}

function marginOf({ probability, givenProbability }: LabelIssue): number {
  return probability - givenProbability;
}

/** A label that an item has, or lacks, against what is confidently said of it. */
export interface SeveralLabelsIssue extends LabelIssue {
  readonly label: number;
}

/**
 * Of items with any number of labels: each label is looked at by itself, as two classes, those that have it (1) and those that lack
 * it (0). `probabilities` and `targets` are `[items, labels]`. An item comes once for each of its labels that is contradicted.
 * Source: one against the rest, Thyagarajan, Snorrason, Northcutt, Mueller 2022, arXiv:2211.13895 §3; ranked by the margin.
 */
export function findSeveralLabelsIssues(
  probabilities: Float32Array,
  targets: ArrayLike<number>,
  labels: number,
): readonly SeveralLabelsIssue[] {
  const items = targets.length / labels;
  const issues = Array.from({ length: labels }, (_, label) => {
    const given = Uint8Array.from({ length: items }, (_item, place) => targets[place * labels + label]!);
    const either = Float32Array.from({ length: 2 * items }, (_value, i) => {
      const has = probabilities[(i >> 1) * labels + label]!;
      return i % 2 === 1 ? has : 1 - has;
    });
    return findLabelIssues({ probabilities: either, classes: 2, labels: given }).map(issue => ({ ...issue, label }));
  });
  return issues.flat().sort((a, b) => marginOf(b) - marginOf(a) || a.place - b.place || a.label - b.label);
}

/** Of each class, over the items labelled so; Infinity where there is none. */
function meanConfidences({ probabilities, classes, labels }: LabelledAnswers): Float64Array {
  const sums = new Float64Array(classes);
  const counts = new Uint32Array(classes);
  for (let place = 0; place < labels.length; place++) {
    const label = labels[place]!;
    sums[label]! += probabilities[place * classes + label]!;
    counts[label]!++;
  }
  return sums.map((sum, c) => (counts[c] === 0 ? Infinity : sum / counts[c]!));
}

function confidentClass(row: Float32Array, thresholds: Float64Array): number | null {
  let best: number | null = null;
  for (let c = 0; c < row.length; c++) {
    if (row[c]! >= thresholds[c]! && (best === null || row[c]! > row[best]!)) best = c;
  }
  return best;
}
