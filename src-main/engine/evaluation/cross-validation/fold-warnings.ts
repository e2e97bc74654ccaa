import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { LabelRows } from '../../data/label-rows.ts';
import type { Fold } from './fold.ts';

interface Classes {
  readonly classes: readonly string[];
  /** By item; null where there are no classes. */
  readonly classOf: ArrayLike<number> | null;
  /** Likewise, where items have labels. */
  readonly labels: LabelRows | null;
}

/**
 * What a person should know about the folds: classes that a fold can't teach or can't judge. Throws `invalid-input` when a fold
 * leaves a single class to learn from, or no label.
 */
export function foldWarnings(folds: readonly Fold[], { classes, classOf, labels }: Classes): readonly string[] {
  if (labels !== null) return warningsFor(folds, items => labelsIn(items, labels), { classes, what: LABELS });
  return classOf === null ? [] : warningsFor(folds, items => classesIn(items, classOf), { classes, what: CLASSES });
}

interface Answers {
  /** One of them, and several. */
  readonly names: readonly [string, string];
  /** Fewest a fold must leave to learn from, and what is said where it doesn't. */
  readonly least: number;
  readonly required: string;
}

const CLASSES: Answers = { names: ['class', 'classes'], least: 2, required: 'At least two classes are' };
const LABELS: Answers = { names: ['label', 'labels'], least: 1, required: 'At least one label is' };

type Present = (items: Uint32Array) => ReadonlySet<number>;

function warningsFor(
  folds: readonly Fold[],
  presentIn: Present,
  { classes, what }: { readonly classes: readonly string[]; readonly what: Answers },
): readonly string[] {
  const present = new Set(folds.flatMap(({ trained, heldOut }) => [...presentIn(trained), ...presentIn(heldOut)]));
  const warnings: string[] = [];
  for (const { repeat, fold, trained, heldOut } of folds) {
    const learnt = presentIn(trained);
    const name = repeat === 0 ? `Fold ${fold + 1}` : `Fold ${fold + 1} of round ${repeat + 1}`;
    if (learnt.size < what.least)
      throw invalidInput(`${what.required} required to learn from, but ${name.toLowerCase()} leaves ${learnt.size} to its member`, {
        path: 'folds',
        hint: 'Choose fewer folds, or another kind of folds.',
      });
    const untaught = absent(present, learnt);
    const unjudged = absent(present, presentIn(heldOut));
    if (untaught.length > 0) warnings.push(`${name}: its member never sees ${listed(untaught, classes, what)}.`);
    if (unjudged.length > 0) warnings.push(`${name} holds out no item of ${listed(unjudged, classes, what)}.`);
  }
  return warnings;
}

function classesIn(items: Uint32Array, classOf: ArrayLike<number>): ReadonlySet<number> {
  const seen = new Set<number>();
  for (const item of items) seen.add(classOf[item]!);
  return seen;
}

function labelsIn(items: Uint32Array, labels: LabelRows): ReadonlySet<number> {
  const all = Array.from({ length: labels.width }, (_, label) => label);
  return new Set(all.filter(label => items.some(item => labels.has(item, label))));
}

function absent(all: ReadonlySet<number>, here: ReadonlySet<number>): readonly number[] {
  return [...all].filter(number => !here.has(number)).sort((a, b) => a - b);
}

function listed(numbers: readonly number[], classes: readonly string[], { names: [one, several] }: Answers): string {
  const shown = numbers.slice(0, 5).map(number => `'${classes[number] ?? number}'`);
  const more = numbers.length > 5 ? ` and ${numbers.length - 5} more` : '';
  return `${numbers.length === 1 ? one : several} ${shown.join(', ')}${more}`;
}
