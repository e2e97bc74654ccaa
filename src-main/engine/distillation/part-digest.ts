import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import { logitsAt } from './class-logits.ts';
import type { AnsweredPart } from './answered-part.ts';

/**
 * What picking items asks of every item of a part, by place. For values, `answer` and `rival` are -1; for labels, `answer` is the label
 * that the teacher answers most wrongly (-1 where it answers all as they are), `student` how many the student answers otherwise than it.
 */
export interface PartDigest {
  readonly items: number;
  /** The teacher's, the student's, the student's alone; the last two null where there are no such answers. */
  readonly answer: Int32Array;
  readonly student: Int32Array | null;
  readonly alone: Int32Array | null;
  /** The teacher's probability of its answer (of labels, of the wrong one); for values how far its value is from the label. */
  readonly confidence: Float32Array;
  /** The class other than the label that the teacher finds likeliest, and its probability. */
  readonly rival: Int32Array;
  readonly rivalShare: Float32Array;
  /** The teacher's second largest probability (of labels, the one nearest to ½): a half where it wavers between two. */
  readonly second: Float32Array;
  /** How far the student is from the teacher: total variation of their probabilities in [0, 1] (its mean over labels); for values the distance. */
  readonly apart: Float32Array | null;
  /** Per class: its items, and the teacher's mean probability of every class on them. Empty for values and labels, and for many classes. */
  readonly means: readonly { readonly items: number; readonly shares: Float64Array }[];
}

/** Numbers looked at between two turns of everything else: a few milliseconds. */
const SLICE = 2 ** 16;
const HALF = 0.5;
/** Larger tables of class by class are not made. */
const MOST_CLASSES = 1000;

/** Looks at every item once, in slices: `turn` lets others have theirs. */
export async function digestPart(part: AnsweredPart, turn: () => Promise<void>): Promise<PartDigest> {
  const digest = emptyDigest(part);
  const slice = Math.max(1, Math.floor(SLICE / part.width));
  for (let place = 0; place < digest.items; place++) {
    if (place > 0 && place % slice === 0) await turn();
    if (part.task === 'values') digestValue(part, digest, place);
    else if (part.task === 'labels') digestLabels(part, digest, place);
    else digestClass(part, digest, place);
  }
  for (const { items, shares } of digest.means) for (let c = 0; c < shares.length; c++) shares[c]! /= Math.max(1, items);
  return digest;
}

function emptyDigest({ task, width, items, student, alone }: AnsweredPart): PartDigest {
  const n = items.length;
  const classes = hasWideTargets(task) ? 0 : Math.max(2, width);
  const numbers = (): Int32Array => new Int32Array(n).fill(-1);
  return {
    items: n,
    answer: numbers(),
    student: student === null ? null : numbers(),
    alone: alone === null ? null : numbers(),
    confidence: new Float32Array(n),
    rival: numbers(),
    rivalShare: new Float32Array(n),
    second: new Float32Array(n),
    apart: student === null ? null : new Float32Array(n),
    means: classes > MOST_CLASSES ? [] : Array.from({ length: classes }, () => ({ items: 0, shares: new Float64Array(classes) })),
  };
}

function digestClass(part: AnsweredPart, digest: PartDigest, place: number): void {
  const taught = probabilities(logitsAt(part, 'teacher', place));
  const label = part.labels[place]!;
  const answer = greatest(taught);
  digest.answer[place] = answer;
  digest.confidence[place] = taught[answer]!;
  const rival = greatest(taught, label);
  digest.rival[place] = rival;
  digest.rivalShare[place] = taught[rival] ?? 0;
  digest.second[place] = taught[greatest(taught, answer)] ?? 0;
  addMean(digest, label, taught);
  if (part.student !== null && digest.student !== null && digest.apart !== null) {
    const learnt = probabilities(logitsAt(part, 'student', place));
    digest.student[place] = greatest(learnt);
    digest.apart[place] = learnt.reduce((sum, p, c) => sum + Math.abs(p - taught[c]!), 0) / 2;
  }
  if (part.alone !== null && digest.alone !== null) digest.alone[place] = greatest(logitsAt(part, 'alone', place));
}

function digestLabels(part: AnsweredPart, digest: PartDigest, place: number): void {
  const { width, labels, teacher, student, alone } = part;
  const share = (logit: number): number => 1 / (1 + Math.exp(-logit));
  let [otherwise, apart, alike] = [0, 0, 0];
  for (let l = 0, at = place * width; l < width; l++, at++) {
    const p = share(teacher[at]!);
    const confidence = labels[at] === 1 ? 1 - p : p;
    if (p >= HALF !== (labels[at] === 1) && confidence > digest.confidence[place]!) {
      digest.answer[place] = l;
      digest.confidence[place] = confidence;
    }
    digest.second[place] = Math.max(digest.second[place]!, Math.min(p, 1 - p));
    if (student !== null) {
      apart += Math.abs(share(student[at]!) - p) / width;
      otherwise += Number(student[at]! >= 0 !== teacher[at]! >= 0);
    }
    if (alone !== null) alike += Number(alone[at]! >= 0 !== teacher[at]! >= 0);
  }
  if (digest.apart !== null) digest.apart[place] = apart;
  if (digest.student !== null) digest.student[place] = otherwise;
  if (digest.alone !== null) digest.alone[place] = alike;
}

function addMean({ means }: PartDigest, label: number, taught: Float64Array): void {
  const own = means[label] as { items: number; shares: Float64Array } | undefined;
  if (own === undefined) return;
  own.items += 1;
  for (let c = 0; c < taught.length; c++) own.shares[c]! += taught[c]!;
}

function digestValue({ width, labels, teacher, student }: AnsweredPart, digest: PartDigest, place: number): void {
  const distance = (a: Float32Array, b: Float32Array): number => {
    let sum = 0;
    for (let k = place * width; k < (place + 1) * width; k++) sum += (a[k]! - b[k]!) ** 2;
    return Math.sqrt(sum);
  };
  digest.confidence[place] = distance(teacher, labels);
  if (student !== null && digest.apart !== null) digest.apart[place] = distance(student, teacher);
}

function probabilities(logits: ArrayLike<number>): Float64Array {
  const top = logits[greatest(logits)]!;
  const powers = Float64Array.from(logits, z => Math.exp(z - top));
  const sum = powers.reduce((total, p) => total + p, 0);
  return powers.map(p => p / sum);
}

/** Place of the greatest, the first of equals; `but` is passed over. */
function greatest(values: ArrayLike<number>, but = -1): number {
  let best = but === 0 ? 1 : 0;
  for (let i = best + 1; i < values.length; i++) if (i !== but && values[i]! > values[best]!) best = i;
  return best;
}
