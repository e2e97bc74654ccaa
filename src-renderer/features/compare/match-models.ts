import type { ModelRow } from '../../../src-shared/contracts/views.ts';

type Searched = Pick<ModelRow, 'name' | 'step' | 'runName' | 'kind' | 'dataName' | 'tags'>;

/** Models in whose name, step, run, kind, data or tags every word of the text stands. */
export function matching<T extends Searched>(rows: readonly T[], text: string): readonly T[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  if (words.length === 0) return rows;
  return rows.filter(({ name, step, runName, kind, dataName, tags }) => {
    const all = [name, step, runName, kind, dataName ?? '', ...tags].join('\n').toLowerCase();
    return words.every(word => all.includes(word));
  });
}
