import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { TaughtPart } from '../../../src-shared/domain/soft-labels.ts';
import { combinedAnswers } from './combine.ts';
import type { SoftLabels } from './soft-labels.ts';

/** Stored answers on a part of the data, by place in it; logits, or values. `[items, width]` each. */
export interface AnsweredPart {
  readonly part: TaughtPart;
  readonly task: Task;
  readonly width: number;
  /** Number of each item in the data set. */
  readonly items: Uint32Array;
  /** Class, 0 or 1, or labels' 0 and 1, or values `[items, width]`. */
  readonly labels: Float32Array;
  readonly teacher: Float32Array;
  readonly student: Float32Array | null;
  readonly alone: Float32Array | null;
}

/** Of the data set, without its inputs. */
export interface LabelFacts {
  readonly task: Task;
  readonly classes: readonly string[];
  /** Of all items: class numbers, or labels or values `[items, width]`. */
  readonly targets: ArrayLike<number>;
  readonly itemsOf: ReadonlyMap<Split, Uint32Array>;
}

/** The parts that teachers' answers were kept of; of training items the teachers' only, of items without a label none. */
export function answeredParts(labels: SoftLabels, facts: LabelFacts): readonly AnsweredPart[] {
  const { teacher, student = null, alone = null } = labels.validation;
  const width = widthOf(labels, facts);
  const shared = { task: facts.task, width };
  const validation = facts.itemsOf.get('validation') ?? new Uint32Array(0);
  const judged =
    teacher === undefined
      ? []
      : [
          {
            ...shared,
            part: 'validation',
            items: validation,
            labels: labelsOf(facts, validation, width),
            teacher,
            student,
            alone,
          } as const,
        ];
  const trained = trainedPart(labels, facts, width);
  return [...judged, ...(trained === null ? [] : [{ ...shared, ...trained }])];
}

/** Classes of the data that no teacher knows, by number. */
export function unknownClasses({ known, classes }: SoftLabels): readonly number[] {
  if (classes.length < 3) return [];
  const all = new Set(known.flat());
  return classes.flatMap((_, i) => (all.has(i) ? [] : [i]));
}

function trainedPart(
  labels: SoftLabels,
  facts: LabelFacts,
  width: number,
): Pick<AnsweredPart, 'part' | 'items' | 'labels' | 'teacher' | 'student' | 'alone'> | null {
  const { train, known, weights } = labels;
  if (train.length === 0 || train.length !== known.length) return null;
  const teachers = known.map(numbers => ({ map: { known: numbers } }));
  const combined = combinedAnswers(facts.task, width, { teachers, answers: train, weights });
  const own = taughtItems(labels.transfer, facts);
  const count = Math.min(own.length, combined.length / width);
  const items = own.subarray(0, count);
  const teacher = combined.subarray(0, count * width);
  return { part: 'train', items, labels: labelsOf(facts, items, width), teacher, student: null, alone: null };
}

/** Training items in the order they were asked for: the data's own, without the classes left out. */
function taughtItems(transfer: unknown, { itemsOf, classes, targets }: LabelFacts): Uint32Array {
  const all = itemsOf.get('train') ?? new Uint32Array(0);
  const omit = (transfer as { readonly omit?: readonly string[] } | null)?.omit ?? [];
  if (omit.length === 0) return all;
  const left = new Set(omit.map(name => classes.indexOf(name)));
  return all.filter(item => !left.has(targets[item]!));
}

function labelsOf({ task, targets }: LabelFacts, items: Uint32Array, width: number): Float32Array {
  if (!hasWideTargets(task)) return Float32Array.from(items, item => targets[item]!);
  const values = new Float32Array(items.length * width);
  items.forEach((item, place) => {
    for (let k = 0; k < width; k++) values[place * width + k] = targets[item * width + k]!;
  });
  return values;
}

function widthOf({ known }: SoftLabels, { task, classes }: LabelFacts): number {
  if (task === 'classes' || task === 'labels') return classes.length;
  return task === 'binary' ? 1 : (known[0]?.length ?? 1);
}
