import { AppFailure, invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { classNames } from '../class-names.ts';
import { glimpseFiles, type LookAtFile } from '../glimpse/glimpse-files.ts';
import { hasSeveralLabels, labelsOfCells, labelsOfFlags, type SeveralLabels } from '../label-cells.ts';
import { groupsOf, labelByFolder, labelByName, withTestFiles, type LabelledFile } from '../labelled-files.ts';
import { attributeOrder } from '../order-splits.ts';
import type { SourceEntry } from '../ports.ts';
import type { FoundSource, ImportedData, ImportedTarget, ReaderCall } from '../reader.ts';
import { createSourceTally, type SourceTally } from '../source-tally.ts';
import { labelByList, USUAL_LIST, type ListedFiles, type MissingFile } from './file-list.ts';

/** Parameters of readers of folders, beside `names` and `list`. */
export const TEST_FILES_PARAM = {
  kind: 'list',
  label: 'Test files',
  help: 'Names, with * for any characters, of the files that are the test part.',
  of: { kind: 'text', label: 'Name', pattern: '.+', patternHelp: 'a file name' },
  maxItems: 1000,
  default: [],
} as const;

export const UNREADABLE_PARAM = {
  kind: 'number',
  label: 'Unreadable files at most',
  help: 'As a share of all; they are listed and left out.',
  default: 0.01,
  min: 0,
  max: 0.5,
} as const;

export interface LabelConfig extends SeveralLabels {
  readonly names?: string | undefined;
  readonly list?: string | undefined;
  readonly testFiles: readonly string[];
}

export interface FilesWanted {
  /** Names of the files that count. */
  readonly pattern: RegExp;
  /** What they are, in words: 'WAV, FLAC, MP3 or Ogg'. */
  readonly formats: string;
}

/** The files of a source with their classes, and those that a list names beside them. Throws `invalid-input` where one has no class. */
export async function labelledFiles(
  call: ReaderCall<LabelConfig>,
  { pattern, formats }: FilesWanted,
  tally: SourceTally,
): Promise<ListedFiles> {
  const listed = await call.sources.list(call.source);
  const files = listed.filter(file => pattern.test(file.name));
  if (files.length === 0) throw invalidInput(`A folder with ${formats} files is required, but there is none`, { path: call.source });
  const { names, testFiles } = call.config;
  const usual = names === undefined && listed.some(file => file.name === USUAL_LIST) ? USUAL_LIST : undefined;
  const { files: labelled, missing } = await labelOf(call, files, { names, list: call.config.list ?? usual, tally });
  return { files: withTestFiles(labelled, testFiles), missing };
}

/** The files with their classes, and a look into a few. Throws as `labelledFiles` does. */
export async function glimpseLabelled(
  call: ReaderCall<Partial<LabelConfig & { task: string }>>,
  wanted: FilesWanted,
  look: LookAtFile,
): Promise<FoundSource> {
  const { names, list, labelColumns = [], testFiles = [], separator, task = 'classes' } = call.config;
  const config = { names, list, labelColumns, testFiles, separator, task };
  const { files } = await labelledFiles({ ...call, config }, wanted, createSourceTally(call.createSha256));
  return glimpseFiles(files, look);
}

interface LabelSource extends Pick<LabelConfig, 'names' | 'list'> {
  readonly tally: SourceTally;
}

async function labelOf(
  call: ReaderCall<LabelConfig>,
  files: readonly SourceEntry[],
  { names, list, tally }: LabelSource,
): Promise<ListedFiles> {
  if (names !== undefined && list !== undefined)
    throw invalidInput('Either names or a list tell the classes, but both came', { path: 'list', hint: 'Leave one of the two out.' });
  const { labelColumns } = call.config;
  if (list !== undefined) return labelByList(call, files, { list, tally, labelColumns, mayBeBare: hasSeveralLabels(call.config) });
  if (labelColumns.length > 0)
    throw invalidInput('A list with the label columns is required, but there is none', {
      path: 'labelColumns',
      hint: 'Name the list: list: labels.csv.',
    });
  return { files: names === undefined ? labelByFolder(files) : labelByName(files, names), missing: [] };
}

const SHOWN = 20;

/** Files that can't be read or are not there, up to the share that is allowed. */
export interface UnreadableFiles {
  /** Throws what is no `AppFailure`, and `invalid-input` for one too many. */
  add(thrown: unknown): void;
  /** One for each, up to a bound. */
  warnings(): string[];
}

/** Throws `invalid-input`, with many of them, where more are missing than `share` allows. */
export function createUnreadableFiles({ files: there, missing }: ListedFiles, share: number): UnreadableFiles {
  const files = there.length + missing.length;
  const most = Math.floor(files * share);
  if (missing.length > most) throw tooManyMissing(missing, { most, files });
  const bad = missing.map(({ name, place }) =>
    invalidInput('The list names it, but the folder has no such file', { path: `${name} (${place})` }),
  );
  return {
    add(thrown) {
      if (!(thrown instanceof AppFailure)) throw thrown;
      bad.push(thrown);
      if (bad.length > most) throw tooMany(bad[0]!, { most, files });
    },
    warnings: () => [
      ...bad.slice(0, SHOWN).map(({ error }) => `'${error.path ?? ''}' is left out: ${error.message}.`),
      ...(bad.length > SHOWN ? [`${bad.length - SHOWN} more files are left out as unreadable.`] : []),
    ],
  };
}

function tooManyMissing(missing: readonly MissingFile[], { most, files }: { readonly most: number; readonly files: number }): AppFailure {
  const named = missing.slice(0, SHOWN).map(({ name, place }) => `'${name}' (${place})`);
  const all = [...named, ...(missing.length > SHOWN ? [`… (${missing.length})`] : [])].join(', ');
  return invalidInput(
    `At most ${most} of the ${files} files of a list may be missing or unreadable, but ${missing.length} are not there: ${all}`,
    {
      path: missing[0]?.place ?? 'list',
      hint: 'Names are as seen from the folder. Bring the files or take them off the list, or allow more: unreadable.',
    },
  );
}

function tooMany(first: AppFailure, { most, files }: { readonly most: number; readonly files: number }): AppFailure {
  if (most === 0) return first;
  const { path = 'source', message } = first.error;
  return invalidInput(`At most ${most} of the ${files} files may be unreadable, but more are; '${path}' to begin with: ${message}`, {
    path,
    hint: 'Mend or remove them, or allow more: unreadable.',
  });
}

/** Classes, own parts, groups and order, as the files tell them. */
export function labelledItems(
  files: readonly LabelledFile[],
  { groupBy = null, orderBy = null }: { readonly [Name in 'groupBy' | 'orderBy']: string | null | undefined },
  config: SeveralLabels,
): Pick<ImportedData, 'items' | 'target' | 'identityOf' | 'ownTest' | 'ownValidation' | 'groups' | 'order'> {
  const partOf = (split: 'test' | 'validation'): Uint32Array | null => {
    const items = Uint32Array.from(files.keys()).filter(i => files[i]!.split === split);
    return items.length === 0 || items.length === files.length ? null : items;
  };
  return {
    items: files.length,
    target: targetOf(files, 'class', config),
    identityOf: item => identityOfFile(files[item]!),
    ownTest: partOf('test'),
    ownValidation: partOf('validation'),
    ...(groupBy === null ? {} : { groups: groupsOf(files, groupBy) }),
    ...(orderBy === null ? {} : { order: attributeOrder(files, orderBy) }),
  };
}

/** The class of each item, or its labels. Throws `invalid-input` for fewer than two classes, and no label at all. */
export function targetOf(
  items: readonly Pick<LabelledFile, 'label' | 'attributes'>[],
  label: string,
  config: SeveralLabels,
): ImportedTarget {
  const path = 'source';
  if (config.labelColumns.length > 0) {
    const columns = config.labelColumns.map(name => ({ name, cells: items.map(({ attributes }) => attributes[name] ?? '') }));
    return labelsOfFlags(columns, { label, path });
  }
  const cells = items.map(item => item.label);
  if (hasSeveralLabels(config)) return labelsOfCells(cells, Uint32Array.from(cells.keys()), { label, separator: config.separator, path });
  const classes = classNames(cells);
  const numbers = new Map(classes.map((name, i) => [name, i]));
  return { task: 'classes', label, classes, values: Int32Array.from(cells, name => numbers.get(name) ?? 0) };
}

/** Its name, and where in it the item begins, where a file holds several. */
function identityOfFile({ name, part }: LabelledFile): string {
  return part === undefined ? name : `${name} ${part.start}`;
}
