import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { RunView } from '../../src-shared/contracts/views.ts';
import { useApi } from './api-context.tsx';
import { fetchRuns, queryKeys } from './queries.ts';

/** A run without how far it is, which is told anew twice a second. */
export type RunFacts = Omit<RunView, 'fraction' | 'remainingMs'>;

export type RunProgress = Pick<RunView, 'fraction' | 'remainingMs'>;

/** The runs as `useRuns` has them; what uses it is drawn again only when a run comes, goes or turns into something else. */
export function useRunFacts(): UseQueryResult<readonly RunFacts[]> {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.runs, queryFn: () => fetchRuns(api), select: allFacts });
}

/** How far one of the runs is. */
export function useRunProgress(runId: string): RunProgress | undefined {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.runs, queryFn: () => fetchRuns(api), select: runs => runs.find(run => run.id === runId) }).data;
}

/** What runs now: how many, the one that is alone, and how far they are together, in whole per cent. */
export function useRunning(): { readonly count: number; readonly only: string | null; readonly percent: number } {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.runs, queryFn: () => fetchRuns(api), select: running }).data ?? NOTHING;
}

const NOTHING = { count: 0, only: null, percent: 0 };

function running(runs: readonly RunView[]): ReturnType<typeof useRunning> {
  const active = runs.filter(run => run.state === 'running');
  const fraction = active.reduce((sum, run) => sum + run.fraction, 0) / Math.max(1, active.length);
  return { count: active.length, only: active.length === 1 ? active[0]!.id : null, percent: Math.round(100 * fraction) };
}

/** What is known of each object, so that runs that stay the same are told apart at a glance. */
const facts = new WeakMap<RunView, RunFacts>();

/** Exported for the test of what it is for: that nobody hears of progress through it. */
export function allFacts(runs: readonly RunView[]): readonly RunFacts[] {
  return runs.map(run => {
    const known = facts.get(run);
    if (known !== undefined) return known;
    const { fraction: _, remainingMs: __, ...rest } = run;
    facts.set(run, rest);
    return rest;
  });
}
