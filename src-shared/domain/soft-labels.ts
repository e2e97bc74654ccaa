/**
 * Ways to pick items of a distillation: in their order; those first whose teacher wavers most between two classes; those the
 * teacher and the label, or the student and the teacher, answer differently (for values: the farthest first).
 */
export const ITEM_PICKS = ['all', 'softest', 'teacher-label', 'student-teacher'] as const;
export type ItemPick = (typeof ITEM_PICKS)[number];

/** Parts of the data that answers are kept of. */
export const TAUGHT_PARTS = ['train', 'validation'] as const;
export type TaughtPart = (typeof TAUGHT_PARTS)[number];
