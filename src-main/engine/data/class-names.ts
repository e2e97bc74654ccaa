import { invalidInput } from '../../../src-shared/lib/app-error.ts';

/** Of files and texts: what evaluates them holds a table of classes by classes. */
export const MAX_CLASSES = 10_000;

/** Each once, numbers by value, else by character. Throws `invalid-input` for fewer than two, and for too many. */
export function classNames(labels: readonly string[]): readonly string[] {
  const names = [...new Set(labels)];
  if (names.length < 2)
    throw invalidInput(`At least 2 classes are required, but all ${labels.length} items are of '${names[0] ?? ''}'`, {
      path: 'source',
      hint: 'A class is a folder, or told by names or a list.',
    });
  if (names.length > MAX_CLASSES)
    throw invalidInput(`At most ${MAX_CLASSES} classes can be told apart, but the ${labels.length} items are of ${names.length}`, {
      path: 'source',
      hint: 'Are they classes, or does each item have a name of its own? A class is a folder, or told by names or a list.',
    });
  return sortedNames(names);
}

/** Each once, numbers by value, else by character. */
export function sortedNames(labels: readonly string[]): readonly string[] {
  const names = [...new Set(labels)];
  const areNumbers = names.every(name => /^-?\d{1,15}$/.test(name));
  return names.sort((a, b) => (areNumbers && Number(a) !== Number(b) ? Number(a) - Number(b) : a < b ? -1 : 1));
}
