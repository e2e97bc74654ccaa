import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Fold } from './fold.ts';

interface Classes {
  readonly classes: readonly string[];
  /** By item; null where there are no classes. */
  readonly classOf: ArrayLike<number> | null;
}

/**
 * What a person should know about the folds: classes that a fold can't teach or can't judge. Throws `invalid-input` when a fold
 * leaves a single class to learn from.
 */
export function foldWarnings(folds: readonly Fold[], { classes, classOf }: Classes): readonly string[] {
  if (classOf === null) return [];
  const present = new Set(folds.flatMap(({ trained, heldOut }) => [...classesIn(trained, classOf), ...classesIn(heldOut, classOf)]));
  const warnings: string[] = [];
  for (const { repeat, fold, trained, heldOut } of folds) {
    const learnt = classesIn(trained, classOf);
    const name = repeat === 0 ? `Fold ${fold + 1}` : `Fold ${fold + 1} of round ${repeat + 1}`;
    if (learnt.size < 2)
      throw invalidInput(`At least two classes are required to learn from, but ${name.toLowerCase()} leaves ${learnt.size} to its member`, {
        path: 'folds',
        hint: 'Choose fewer folds, or another kind of folds.',
      });
    const untaught = absent(present, learnt);
    const unjudged = absent(present, classesIn(heldOut, classOf));
    if (untaught.length > 0) warnings.push(`${name}: its member never sees ${listed(untaught, classes)}.`);
    if (unjudged.length > 0) warnings.push(`${name} holds out no item of ${listed(unjudged, classes)}.`);
  }
  return warnings;
}

function classesIn(items: Uint32Array, classOf: ArrayLike<number>): ReadonlySet<number> {
  const seen = new Set<number>();
  for (const item of items) seen.add(classOf[item]!);
  return seen;
}

function absent(all: ReadonlySet<number>, here: ReadonlySet<number>): readonly number[] {
  return [...all].filter(number => !here.has(number)).sort((a, b) => a - b);
}

function listed(numbers: readonly number[], classes: readonly string[]): string {
  const shown = numbers.slice(0, 5).map(number => `'${classes[number] ?? number}'`);
  const more = numbers.length > 5 ? ` and ${numbers.length - 5} more` : '';
  return `${numbers.length === 1 ? 'class' : 'classes'} ${shown.join(', ')}${more}`;
}
