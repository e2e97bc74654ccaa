import { isSigmoid } from '../../../src-shared/domain/graph/task.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ClassMap } from './class-map.ts';

/** All that combining asks of a teacher. */
export interface Knowing {
  readonly map: Pick<ClassMap, 'known'>;
}

/** Teachers' answers on a split (see `answersOn`), one array each. */
export interface TeacherAnswers {
  readonly teachers: readonly Knowing[];
  readonly answers: readonly Float32Array[];
  readonly weights: readonly number[];
}

const LEAST = 1e-12;
const ROUNDS = 200;

/**
 * One answer an item for all teachers together: for classes the log of the weighted mean of their probabilities (0 for classes a
 * teacher does not know), for one logit the log-odds of that mean (of a label, of the teachers that know it; 0 where none does), for
 * values their weighted mean. `[items, outputs]`.
 */
export function combinedAnswers(task: Task, outputs: number, { teachers, answers, weights }: TeacherAnswers): Float32Array {
  const [only] = teachers;
  if (teachers.length === 1 && only?.map.known.length === outputs) return answers[0] ?? new Float32Array(0);
  const items = (answers[0]?.length ?? 0) / (only?.map.known.length ?? 1);
  const sums = new Float64Array(items * outputs);
  teachers.forEach((teacher, m) =>
    addAnswers(sums, { task, outputs, teacher, answers: answers[m] ?? new Float32Array(0), weight: weights[m] ?? 0 }),
  );
  if (task === 'values') return Float32Array.from(sums);
  if (task === 'labels') shareOut(sums, outputs, { teachers, weights });
  if (isSigmoid(task)) return Float32Array.from(sums, p => Math.log(Math.max(p, LEAST)) - Math.log(Math.max(1 - p, LEAST)));
  return Float32Array.from(sums, p => Math.log(Math.max(p, LEAST)));
}

/** Each label's sum becomes the mean over the teachers that know it. */
function shareOut(sums: Float64Array, outputs: number, { teachers, weights }: Pick<TeacherAnswers, 'teachers' | 'weights'>): void {
  const totals = new Float64Array(outputs);
  teachers.forEach(({ map }, m) => map.known.forEach(label => (totals[label]! += weights[m] ?? 0)));
  for (let i = 0; i < sums.length; i++) {
    const total = totals[i % outputs]!;
    sums[i] = total > 0 ? sums[i]! / total : 0.5;
  }
}

interface Added {
  readonly task: Task;
  readonly outputs: number;
  readonly teacher: Knowing;
  readonly answers: Float32Array;
  readonly weight: number;
}

function addAnswers(sums: Float64Array, { task, outputs, teacher: { map }, answers, weight }: Added): void {
  const width = map.known.length;
  for (let start = 0, item = 0; start < answers.length; start += width, item++) {
    const row = probabilities(task, answers.subarray(start, start + width));
    for (let k = 0; k < width; k++) sums[item * outputs + map.known[k]!]! += weight * row[k]!;
  }
}

function probabilities(task: Task, row: Float32Array): Float64Array {
  if (task === 'values') return Float64Array.from(row);
  if (isSigmoid(task)) return Float64Array.from(row, z => 1 / (1 + Math.exp(-z)));
  const greatest = Math.max(...row);
  const powers = Float64Array.from(row, z => Math.exp(z - greatest));
  const sum = powers.reduce((total, p) => total + p, 0);
  return powers.map(p => p / sum);
}

/**
 * Weights on the simplex under which the mean of the teachers' probabilities gives labels the greatest likelihood (by
 * expectation-maximisation, which never leaves the simplex; Dempster, Laird, Rubin 1977); for values, in proportion to
 * 1 / mean squared error (Bates & Granger 1969).
 */
export function validationWeights(
  { task, targets }: { readonly task: Task; readonly targets: Int32Array | Float32Array },
  teachers: readonly Knowing[],
  answers: readonly Float32Array[],
): readonly number[] {
  if (teachers.length === 1) return [1];
  if (task === 'values') {
    const precisions = answers.map(values => 1 / Math.max(LEAST, meanSquare(values, targets)));
    const sum = precisions.reduce((total, p) => total + p, 0);
    return precisions.map(p => p / sum);
  }
  const likelihoods = teachers.map((teacher, m) =>
    rightProbabilities(task, teacher, { answers: answers[m] ?? new Float32Array(0), targets }),
  );
  let weights = teachers.map(() => 1 / teachers.length);
  for (let round = 0; round < ROUNDS; round++) {
    const shares = teachers.map(() => 0);
    for (let i = 0; i < targets.length; i++) {
      const total = weights.reduce((sum, w, m) => sum + w * likelihoods[m]![i]!, LEAST);
      weights.forEach((w, m) => (shares[m]! += (w * likelihoods[m]![i]!) / total / targets.length));
    }
    const sum = shares.reduce((all, share) => all + share, 0);
    weights = sum === 0 ? weights : shares.map(share => share / sum);
  }
  return weights;
}

function rightProbabilities(
  task: Task,
  { map }: Knowing,
  { answers, targets }: { readonly answers: Float32Array; readonly targets: Int32Array | Float32Array },
): Float64Array {
  const width = map.known.length;
  if (task === 'labels') return rightLabels(map.known, answers, targets);
  return Float64Array.from(targets, (target, i) => {
    const row = probabilities(task, answers.subarray(i * width, (i + 1) * width));
    if (task === 'binary') return target > 0.5 ? row[0]! : 1 - row[0]!;
    const at = map.known.indexOf(target);
    return at < 0 ? 0 : row[at]!;
  });
}

/** By item and label; ½ for a label the teacher does not know. */
function rightLabels(known: readonly number[], answers: Float32Array, targets: ArrayLike<number>): Float64Array {
  const items = answers.length / known.length;
  const outputs = targets.length / items;
  return Float64Array.from(targets, (target, i) => {
    const at = known.indexOf(i % outputs);
    const share = at < 0 ? 0.5 : 1 / (1 + Math.exp(-answers[Math.floor(i / outputs) * known.length + at]!));
    return target > 0.5 ? share : 1 - share;
  });
}

function meanSquare(values: Float32Array, targets: ArrayLike<number>): number {
  return values.reduce((sum, value, i) => sum + (value - targets[i]!) ** 2, 0) / Math.max(1, values.length);
}
