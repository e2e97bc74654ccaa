import { invalidInput } from '../../../src-shared/lib/app-error.ts';

/** Each once, numbers by value, else by character. Throws `invalid-input` for fewer than two. */
export function classNames(labels: readonly string[]): readonly string[] {
  const names = [...new Set(labels)];
  if (names.length < 2)
    throw invalidInput(`At least 2 classes are required, but all ${labels.length} items are of '${names[0] ?? ''}'`, {
      path: 'source',
      hint: 'A class is a folder, or told by names or a list.',
    });
  return sortedNames(names);
}

/** Each once, numbers by value, else by character. */
export function sortedNames(labels: readonly string[]): readonly string[] {
  const names = [...new Set(labels)];
  const areNumbers = names.every(name => /^-?\d{1,15}$/.test(name));
  return names.sort((a, b) => (areNumbers && Number(a) !== Number(b) ? Number(a) - Number(b) : a < b ? -1 : 1));
}
