import type { ItemPick } from '../../../src-shared/domain/soft-labels.ts';
import type { AnsweredPart } from './answered-part.ts';
import type { PartDigest } from './part-digest.ts';

export interface ItemChoice {
  readonly pick: ItemPick;
  /** Only items with this label; null for all. */
  readonly label: number | null;
  /** Only items whose likeliest other class is this one; null for all, as always for labels. */
  readonly rival: number | null;
}

/** What items can be picked by: the student's answers are there for the validation part only, and values have no rivals. */
export function picksOf({ task, student }: Pick<AnsweredPart, 'task' | 'student'>): readonly ItemPick[] {
  return [
    'all',
    ...(task === 'values' ? [] : (['softest'] as const)),
    'teacher-label',
    ...(student === null ? [] : (['student-teacher'] as const)),
  ];
}

/** Places in the part, those first that say most; `all` in the order of the part. */
export function pickItems(part: AnsweredPart, digest: PartDigest, { pick, label, rival }: ItemChoice): readonly number[] {
  const weigh = weightOf(part, digest, { pick, rival });
  const found: { readonly place: number; readonly weight: number }[] = [];
  for (let place = 0; place < digest.items; place++) {
    if (label !== null && !hasLabel(part, place, label)) continue;
    if (rival !== null && part.task !== 'labels' && digest.rival[place] !== rival) continue;
    const weight = weigh(place);
    if (weight !== null) found.push({ place, weight });
  }
  if (pick === 'all') return found.map(({ place }) => place);
  return found.sort((a, b) => b.weight - a.weight || a.place - b.place).map(({ place }) => place);
}

function hasLabel({ task, labels, width }: AnsweredPart, place: number, label: number): boolean {
  return task === 'labels' ? labels[place * width + label] === 1 : labels[place] === label;
}

/** Where the teacher answers some label wrongly, how sure of it; where the student answers some otherwise than the teacher, how far. */
function labelWeight(pick: 'teacher-label' | 'student-teacher', { answer, student, confidence, apart }: PartDigest): Weigh {
  if (pick === 'teacher-label') return place => (answer[place]! >= 0 ? confidence[place]! : null);
  return place => (student === null || apart === null || student[place] === 0 ? null : apart[place]!);
}

type Weigh = (place: number) => number | null;

function weightOf({ task, labels }: AnsweredPart, digest: PartDigest, { pick, rival }: Pick<ItemChoice, 'pick' | 'rival'>): Weigh {
  const { answer, student, confidence, rivalShare, second, apart } = digest;
  if (pick === 'all') return () => 0;
  if (pick === 'softest') return place => (rival === null ? second : rivalShare)[place]!;
  if (task === 'labels') return labelWeight(pick, digest);
  if (pick === 'teacher-label') return place => (task === 'values' || answer[place] !== labels[place] ? confidence[place]! : null);
  return place => (student === null || apart === null || (task !== 'values' && student[place] === answer[place]) ? null : apart[place]!);
}
