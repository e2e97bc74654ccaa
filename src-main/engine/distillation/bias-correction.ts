import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';

const ROUNDS = 30;
const HALVINGS = 40;
const FARTHEST = 30;

/**
 * The biases of the answers' layer with those of these classes moved until the student names each as often, in the mean of its
 * probabilities, as the teacher does on the same items; no label is asked for. A student that never sees a class learns from the
 * others what it looks like, and from their absence to name it too seldom (Hinton et al. 2015, arXiv:1503.02531, §3, who fit
 * the bias on test data). Null where the last layer has no bias.
 */
export function correctedBias(
  { graph, parameters }: { readonly graph: ModelGraph; readonly parameters: Parameters },
  { student, teacher, classes, omitted }: BiasEvidence,
): Parameters | null {
  const name = `${graph.outputs[0] ?? ''}/bias`;
  const bias = parameters[name];
  if (bias?.values.length !== classes || omitted.length === 0) return null;
  const wanted = omitted.map(c => meanProbability(teacher, { classes, shifts: new Float64Array(classes), which: c }));
  const shifts = new Float64Array(classes);
  for (let round = 0; round < (omitted.length === 1 ? 1 : ROUNDS); round++) {
    omitted.forEach((c, k) => (shifts[c] = shiftFor(student, { classes, shifts, which: c }, wanted[k] ?? 0)));
  }
  return { ...parameters, [name]: { ...bias, values: bias.values.map((value, c) => value + shifts[c]!) } };
}

export interface BiasEvidence {
  /** Logits on the same items, `[N, classes]`. */
  readonly student: Float32Array;
  readonly teacher: Float32Array;
  readonly classes: number;
  readonly omitted: readonly number[];
}

interface Shifted {
  readonly classes: number;
  readonly shifts: Float64Array;
  readonly which: number;
}

/** Grows with the shift, so halving finds it. */
function shiftFor(logits: Float32Array, at: Shifted, wanted: number): number {
  let [low, high] = [-FARTHEST, FARTHEST];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    const shifts = at.shifts.slice();
    shifts[at.which] = middle;
    if (meanProbability(logits, { ...at, shifts }) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function meanProbability(logits: Float32Array, { classes, shifts, which }: Shifted): number {
  const items = logits.length / classes;
  let sum = 0;
  for (let i = 0; i < items; i++) {
    let greatest = -Infinity;
    for (let c = 0; c < classes; c++) greatest = Math.max(greatest, logits[i * classes + c]! + shifts[c]!);
    let total = 0;
    for (let c = 0; c < classes; c++) total += Math.exp(logits[i * classes + c]! + shifts[c]! - greatest);
    sum += Math.exp(logits[i * classes + which]! + shifts[which]! - greatest) / total;
  }
  return sum / Math.max(1, items);
}
