export const TABS = [
  'overview',
  'teaching',
  'structure',
  'weights',
  'activations',
  'evaluations',
  'try',
  'files',
  'latency',
  'recipe',
] as const;
export type Tab = (typeof TABS)[number];

/** What an address of this screen points at. */
export type ModelTarget =
  | { readonly kind: 'table' }
  /** The graph of what was made from what, with one of its nodes in the middle. */
  | { readonly kind: 'lineage'; readonly focus: string | null }
  | { readonly kind: 'model'; readonly modelId: string; readonly tab: Tab };

const LINEAGE = 'lineage';

/** Nothing, `lineage`, `lineage@NODE`, `MODEL` or `MODEL@TAB`. Ids and names of steps have no `@`. */
export function parseTarget(id: string | undefined): ModelTarget {
  const [first = '', second = ''] = (id ?? '').split('@');
  if (first === '') return { kind: 'table' };
  if (first === LINEAGE) return { kind: 'lineage', focus: second === '' ? null : second };
  return { kind: 'model', modelId: first, tab: TABS.find(tab => tab === second) ?? 'overview' };
}

export function modelPath(modelId: string, tab: Tab = 'overview'): string {
  return `/models/${encodeURIComponent(modelId)}${tab === 'overview' ? '' : `@${tab}`}`;
}

export function lineagePath(focus: string | null = null): string {
  return `/models/${LINEAGE}${focus === null ? '' : `@${encodeURIComponent(focus)}`}`;
}

/** The comparison screen reads the ids from its address. */
export function compareAddress(modelIds: readonly string[]): string {
  return `#/compare?models=${modelIds.map(encodeURIComponent).join(',')}`;
}

/** So does the fusion bench. */
export function fuseAddress(modelIds: readonly string[]): string {
  return `#/fuse?members=${modelIds.map(encodeURIComponent).join(',')}`;
}
