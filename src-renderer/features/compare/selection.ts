import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { SPLITS, type Split } from '../../../src-shared/domain/dataset.ts';

/** As many as a compare step takes. */
export const MOST_MEASURED = 200;

/** Models named in an address, `?models=a,b`: each once, in their order. Null when it names none. */
export function modelsInSearch(search: string): readonly string[] | null {
  const text = new URLSearchParams(search).get('models');
  if (text === null) return null;
  return [...new Set(text.split(',').filter(id => id !== ''))];
}

/** The split asked for; null: whichever was measured. */
export function splitInSearch(search: string): Split | null {
  const split = new URLSearchParams(search).get('split');
  return SPLITS.find(each => each === split) ?? null;
}

export function pathOfModels(ids: readonly string[], split: Split | null = null): string {
  return `/compare?models=${ids.map(encodeURIComponent).join(',')}${split === null ? '' : `&split=${split}`}`;
}

/** The rows of these models in their order, and the ids the workspace doesn't have. */
export function pickRows(
  rows: readonly ModelRow[],
  ids: readonly string[],
): { readonly found: readonly ModelRow[]; readonly missing: readonly string[] } {
  const rowOf = new Map(rows.map(row => [row.id, row]));
  const found = ids.flatMap(id => rowOf.get(id) ?? []);
  return { found, missing: ids.filter(id => !rowOf.has(id)) };
}

interface Listed {
  readonly jobId: string;
  readonly split: Split;
  readonly modelIds: readonly string[];
}

/** The newest comparison of just these models, in whatever order; `comparisons` are newest first. */
export function comparisonOfModels<C extends Listed>(comparisons: readonly C[], ids: readonly string[], split: Split | null): C | null {
  const wanted = new Set(ids);
  const isOf = ({ modelIds }: C): boolean => modelIds.length === wanted.size && modelIds.every(id => wanted.has(id));
  return comparisons.find(each => (split === null || each.split === split) && isOf(each)) ?? null;
}

/** Why models can't be measured side by side; null when they can. */
export type Obstacle =
  | { readonly kind: 'none-chosen' }
  | { readonly kind: 'too-many'; readonly most: number }
  /** Per data set its models. */
  | { readonly kind: 'other-data'; readonly sets: readonly { readonly data: string; readonly models: readonly string[] }[] };

export function obstacleOf(rows: readonly ModelRow[]): Obstacle | null {
  if (rows.length === 0) return { kind: 'none-chosen' };
  if (rows.length > MOST_MEASURED) return { kind: 'too-many', most: MOST_MEASURED };
  const byData = Map.groupBy(rows, row => row.output.data.hash);
  if (byData.size === 1) return null;
  return {
    kind: 'other-data',
    sets: [...byData.values()].map(models => ({ data: models[0]?.dataName ?? '', models: models.map(({ name }) => name) })),
  };
}

/** What a model came from stands before it, replicates in their order: a comparison reads the others against its first. */
export function oldestFirst(rows: readonly ModelRow[]): readonly ModelRow[] {
  const groups = [...Map.groupBy(rows, row => `${row.runId} ${row.step}`).values()];
  const ageOf = (group: readonly ModelRow[]): number => Math.min(...group.map(row => row.createdMs));
  return groups
    .sort((a, b) => ageOf(a) - ageOf(b))
    .flatMap(group => [...group].sort((a, b) => (a.replicate ?? 0) - (b.replicate ?? 0) || a.createdMs - b.createdMs));
}

/** The recipe whose run measures them. JSON strings are YAML. */
export function recipeOfComparison(rows: readonly Pick<ModelRow, 'id' | 'name'>[], split: Split): string {
  const names = [...new Set(rows.map(row => row.name))];
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  return [
    'espalier: 1',
    `name: ${JSON.stringify(`compare ${shown.join(', ')}`)}`,
    'steps:',
    '  comparison:',
    '    do: compare',
    '    models:',
    ...rows.map(({ id }) => `      - ${JSON.stringify(`model:${id}`)}`),
    `    split: ${split}`,
    '',
  ].join('\n');
}
