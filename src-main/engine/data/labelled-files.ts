import type { Split } from '../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { SourceEntry } from './ports.ts';
import type { ImportedGroups } from './reader.ts';

/** A file of a source, and what its place, its name or a list says of it. */
export interface LabelledFile extends SourceEntry {
  readonly label: string;
  /** By name of the attribute: speaker, take, … */
  readonly attributes: Readonly<Record<string, string>>;
  /** Of the source itself; null where it says nothing. */
  readonly split: Split | null;
  /** The part of the file that is the item, in seconds; the whole of it where left out. */
  readonly part?: { readonly start: number; readonly seconds: number };
}

/** The part of a name pattern, and the column of a list, that is the class. */
export const CLASS = 'class';

const SPLIT_NAMES: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
};

/** The split that a folder or a list's cell names; null for another word. */
export function splitOfName(name: string): Split | null {
  const word = name.toLowerCase();
  return Object.hasOwn(SPLIT_NAMES, word) ? SPLIT_NAMES[word]! : null;
}

/**
 * Class = the file's first folder. Where all first folders are called train, validation or test, they are the splits, and the
 * folders below them the classes. Throws `invalid-input` for a file that lies in no folder.
 */
export function labelByFolder(files: readonly SourceEntry[]): LabelledFile[] {
  const parts = files.map(file => file.name.split('/'));
  const bySplit = parts.length > 0 && parts.every(path => path.length > 2 && splitOfName(path[0]!) !== null);
  return files.map((file, i) => {
    const path = parts[i]!.slice(bySplit ? 1 : 0);
    if (path.length < 2)
      throw invalidInput(`Every file must lie in a folder named after its class, but '${file.name}' lies in none`, {
        path: file.name,
        hint: 'Sort the files into folders, or tell how their names are made up: {class}_{speaker}.',
      });
    return { ...file, label: path[0]!, attributes: {}, split: bySplit ? splitOfName(parts[i]![0]!) : null };
  });
}

/**
 * By how names are made up: `{class}_{speaker}_{take}` fits `7_jackson_32.wav`. Folders and the ending are no part of it. A part
 * takes as little as it can, and at least one character. Throws `invalid-input` for a pattern without a class and a name it doesn't fit.
 */
export function labelByName(files: readonly SourceEntry[], pattern: string): LabelledFile[] {
  const fit = compilePattern(pattern);
  return files.map(file => {
    const stem = lastName(file).replace(/\.[^.]*$/, '');
    const attributes = fit(stem);
    if (attributes === null) throw invalidInput(`Every file name must be made up as ${pattern}, but '${stem}' is not`, { path: file.name });
    return { ...file, label: attributes[CLASS]!, attributes, split: null };
  });
}

function lastName({ name }: SourceEntry): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

type Fit = (stem: string) => Readonly<Record<string, string>> | null;

/** Parts alternate with fixed texts, so that one walk over the name decides: no expression, no backtracking. */
function compilePattern(pattern: string): Fit {
  const pieces = pattern.split(/\{([a-zA-Z]+)\}/);
  const names = pieces.filter((_, i) => i % 2 === 1);
  const texts = pieces.filter((_, i) => i % 2 === 0);
  const touching = texts.slice(1, -1).includes('');
  if (!names.includes(CLASS) || new Set(names).size !== names.length || touching)
    throw invalidInput(`A pattern with {class} is required, whose parts differ and are kept apart by other characters, got '${pattern}'`, {
      path: 'names',
      hint: '{class}_{speaker}_{take} fits 7_jackson_32.wav.',
    });
  return stem => {
    if (!stem.startsWith(texts[0]!)) return null;
    const found: Record<string, string> = {};
    let at = texts[0]!.length;
    for (const [i, name] of names.entries()) {
      const end = endOfPart(stem, at, { text: texts[i + 1]!, isLast: i === names.length - 1 });
      if (end <= at) return null;
      found[name] = stem.slice(at, end);
      at = end + texts[i + 1]!.length;
    }
    return found;
  };
}

function endOfPart(stem: string, from: number, { text, isLast }: { readonly text: string; readonly isLast: boolean }): number {
  if (!isLast) return stem.indexOf(text, from + 1);
  return stem.endsWith(text) ? stem.length - text.length : -1;
}

/** Whether a name fits a pattern with `*` for any characters, decided without an expression. */
export function fitsGlob(name: string, glob: string): boolean {
  let [at, star, retry] = [0, -1, 0];
  let place = 0;
  while (at < name.length) {
    if (glob[place] === '*') {
      star = place++;
      retry = at;
    } else if (place < glob.length && (glob[place] === '?' || glob[place] === name[at])) {
      place++;
      at++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++retry;
    } else return false;
  }
  while (glob[place] === '*') place++;
  return place === glob.length;
}

/** Items whose path or last name fits one of the patterns are the source's test part. Throws `invalid-input` for one that fits none. */
export function withTestFiles(files: readonly LabelledFile[], globs: readonly string[]): readonly LabelledFile[] {
  if (globs.length === 0) return files;
  const fits = (file: LabelledFile, glob: string): boolean => fitsGlob(file.name, glob) || fitsGlob(lastName(file), glob);
  for (const [i, glob] of globs.entries())
    if (!files.some(file => fits(file, glob)))
      throw invalidInput(`Names of test files must fit some file, but '${glob}' fits none`, { path: `testFiles.${i}` });
  return files.map(file => ({ ...file, split: globs.some(glob => fits(file, glob)) ? 'test' : (file.split ?? 'train') }));
}

/** The groups an attribute names. Throws `invalid-input` where the files have no such attribute. */
export function groupsOf(files: readonly Pick<LabelledFile, 'attributes'>[], attribute: string): ImportedGroups {
  const known = Object.keys(files[0]?.attributes ?? {}).filter(name => name !== CLASS);
  if (!known.includes(attribute)) {
    const near = closest(attribute, known);
    const there = known.length === 0 ? 'the files have none' : `there are: ${known.join(', ')}`;
    throw invalidInput(`An attribute of the files is required to group by, got '${attribute}'; ${there}`, {
      path: 'splits.groupBy',
      hint: near === null ? 'Name the parts of the file names, as in {class}_{speaker}_{take}.' : `Did you mean '${near}'?`,
    });
  }
  const values = files.map(file => file.attributes[attribute] ?? '');
  const names = [...new Set(values)].sort();
  const numbers = new Map(names.map((name, i) => [name, i]));
  return { label: attribute, names, values: Int32Array.from(values, value => numbers.get(value) ?? 0) };
}
