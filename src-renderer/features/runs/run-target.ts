export const TABS = ['curves', 'outputs', 'log', 'recipe'] as const;
export type Tab = (typeof TABS)[number];

/** What an address points at: a run, and in it a step and a tab of that step. Null: whatever is worth looking at. */
export interface RunTarget {
  readonly runId: string | null;
  readonly step: string | null;
  readonly tab: Tab | null;
}

/** `RUN@STEP@TAB`, each part but the first optional. Names of steps and ids have no `@`. */
export function parseTarget(id: string | undefined): RunTarget {
  const [runId = '', step = '', tab = ''] = (id ?? '').split('@');
  return { runId: runId === '' ? null : runId, step: step === '' ? null : step, tab: TABS.find(each => each === tab) ?? null };
}

export function pathOf({ runId, step, tab }: RunTarget): string {
  if (runId === null) return '/runs';
  const parts = [runId, ...(step === null && tab === null ? [] : [step ?? '']), ...(tab === null ? [] : [tab])];
  return `/runs/${parts.map(encodeURIComponent).join('@')}`;
}
