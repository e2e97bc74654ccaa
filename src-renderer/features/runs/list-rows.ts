import type { RunFacts } from '../../ipc/run-facts.ts';

export const VIEWS = ['all', 'open', 'done', 'failed'] as const;
export type ListView = (typeof VIEWS)[number];

export type ListRow =
  | { readonly kind: 'heading'; readonly heading: 'queue' | 'earlier'; readonly count: number }
  | { readonly kind: 'run'; readonly run: RunFacts };

/** Open runs first, in the order of the queue, then the others as they come; headings only where there are both. */
export function listRows(runs: readonly RunFacts[], wanted: { readonly text: string; readonly view: ListView }): readonly ListRow[] {
  const text = wanted.text.trim().toLowerCase();
  const found = runs.filter(run => run.name.toLowerCase().includes(text) && isInView(run, wanted.view));
  const queue = found.filter(run => run.place !== null).sort((a, b) => Number(a.place) - Number(b.place));
  const earlier = found.filter(run => run.place === null);
  const part = (heading: 'queue' | 'earlier', members: readonly RunFacts[]): readonly ListRow[] => [
    ...(queue.length > 0 && earlier.length > 0 ? [{ kind: 'heading', heading, count: members.length } as const] : []),
    ...members.map(run => ({ kind: 'run', run }) as const),
  ];
  return [...part('queue', queue), ...part('earlier', earlier)];
}

/** The run before (−1) or after (+1) one on the list; the first where that one is not on it. */
export function neighbour(rows: readonly ListRow[], runId: string, by: -1 | 1): string | null {
  const ids = rows.flatMap(row => (row.kind === 'run' ? [row.run.id] : []));
  const at = ids.indexOf(runId);
  return (at < 0 ? ids[0] : ids[at + by]) ?? null;
}

/** Whom to show once these are gone: the next one down, else the next one up. */
export function afterRemoving(rows: readonly ListRow[], gone: ReadonlySet<string>, shown: string): string | null {
  if (!gone.has(shown)) return shown;
  const ids = rows.flatMap(row => (row.kind === 'run' ? [row.run.id] : []));
  const at = ids.indexOf(shown);
  const stays = (id: string): boolean => !gone.has(id);
  return ids.slice(at + 1).find(stays) ?? ids.slice(0, Math.max(0, at)).findLast(stays) ?? null;
}

function isInView({ state }: RunFacts, view: ListView): boolean {
  if (view === 'all') return true;
  if (view === 'done') return state === 'succeeded';
  if (view === 'failed') return state === 'failed' || state === 'cancelled';
  return state === 'running' || state === 'queued' || state === 'interrupted';
}
