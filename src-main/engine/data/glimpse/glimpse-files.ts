import type { SourceGlimpse } from '../../../../src-shared/domain/source-glimpse.ts';
import { sortedNames } from '../class-names.ts';
import { CLASS, type LabelledFile } from '../labelled-files.ts';
import { plainColumns, shownRows, sizeOf } from './glimpse-columns.ts';

/** Files of a folder by what their folders, their names or a list say of them. */
export function glimpseFiles(files: readonly LabelledFile[]): SourceGlimpse {
  const names = [...new Set(files.flatMap(({ attributes }) => Object.keys(attributes)))].filter(name => name !== CLASS);
  const rows = files.map(({ attributes }) => names.map(name => attributes[name] ?? ''));
  return { ...sizeOf(files), columns: plainColumns(names), areAllColumns: true, ...shownRows({ names, rows }), classes: classesOf(files) };
}

function classesOf(files: readonly LabelledFile[]): SourceGlimpse['classes'] {
  const counts = new Map<string, number>();
  for (const { label } of files) if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  return sortedNames([...counts.keys()]).map(name => ({ name, items: counts.get(name) ?? 0 }));
}
