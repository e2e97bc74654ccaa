import type { GlimpsedSample, SourceGlimpse } from '../../../../src-shared/domain/source-glimpse.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { sortedNames } from '../class-names.ts';
import { CLASS, type LabelledFile } from '../labelled-files.ts';
import type { FoundSource } from '../reader.ts';
import { plainColumns, shownRows, sizeOf } from './glimpse-columns.ts';

const MOST_SAMPLES = 6;

/** What a file holds, as far as a form shows it. Throws as the reader would for one that can't be read. */
export type LookAtFile = (file: LabelledFile) => Promise<Partial<Pick<GlimpsedSample<Uint8Array>, 'picture' | 'text'>>>;

/** Files of a folder by what their folders, their names or a list say of them, and a few by what they hold. */
export async function glimpseFiles(files: readonly LabelledFile[], look: LookAtFile): Promise<FoundSource> {
  const names = [...new Set(files.flatMap(({ attributes }) => Object.keys(attributes)))].filter(name => name !== CLASS);
  const rows = files.map(({ attributes }) => names.map(name => attributes[name] ?? ''));
  const classes = classesOf(files);
  const samples = await Promise.all(chosen(files, classes).map(file => sampleOf(file, look)));
  return { ...sizeOf(files), columns: plainColumns(names), areAllColumns: true, ...shownRows({ names, rows }), classes, samples };
}

function classesOf(files: readonly LabelledFile[]): SourceGlimpse['classes'] {
  const counts = new Map<string, number>();
  for (const { label } of files) if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  return sortedNames([...counts.keys()]).map(name => ({ name, items: counts.get(name) ?? 0 }));
}

/** The first of each class, then the second of each, as far as they go. */
function chosen(files: readonly LabelledFile[], classes: SourceGlimpse['classes']): readonly LabelledFile[] {
  const labels = classes.length === 0 ? [''] : classes.slice(0, MOST_SAMPLES).map(({ name }) => name);
  const each = Math.ceil(MOST_SAMPLES / labels.length);
  const ofClass = labels.map(label => files.filter(file => file.label === label).slice(0, each));
  return Array.from({ length: each }, (_, i) => ofClass.flatMap(some => some.slice(i, i + 1)))
    .flat()
    .slice(0, MOST_SAMPLES);
}

async function sampleOf(file: LabelledFile, look: LookAtFile): Promise<GlimpsedSample<Uint8Array>> {
  const { name, label } = file;
  try {
    return { name, label, picture: null, text: null, problem: null, ...(await look(file)) };
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    return { name, label, picture: null, text: null, problem: thrown.error.message };
  }
}
