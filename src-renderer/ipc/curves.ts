import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from './api-context.tsx';
import { lastSteps, mergeSeries, type Series } from './merge-series.ts';
import { unwrap } from './queries.ts';
import { throttleByKey } from './throttle.ts';

/** The curves of several jobs, in their order; empty for one that has none yet. */
export interface SeriesOfJobs {
  readonly series: readonly (readonly Series[])[];
  readonly isPending: boolean;
  readonly error: Error | null;
}

interface Curves {
  readonly jobs: readonly (readonly Series[])[];
  /** A job was started anew or on another engine: what is known may not be its curve's beginning. */
  readonly isSuspect: boolean;
}

const MAX_POINTS = 600;
const AREA = ['runs', 'series'] as const;
const NONE: readonly (readonly Series[])[] = [];

/** Fetched whole once; after that only what is new, while the jobs run. */
export function useSeries(jobIds: readonly string[]): SeriesOfJobs {
  const api = useApi();
  const queries = useQueryClient();
  const queryKey = [...AREA, ...jobIds];
  const { data, isPending, error } = useQuery({
    queryKey,
    structuralSharing: false,
    queryFn: async (): Promise<Curves> => {
      const before = queries.getQueryData<Curves>(queryKey);
      const known = before === undefined || before.isSuspect ? null : before.jobs;
      const fetched = await Promise.all(
        jobIds.map((jobId, i) => unwrap(api.runs.series({ jobId, maxPoints: MAX_POINTS, after: lastSteps(known?.[i] ?? []) }))),
      );
      if (known === null) return { jobs: fetched, isSuspect: false };
      const jobs = known.map((series, i) => mergeSeries(series, fetched[i] ?? [], MAX_POINTS));
      return jobs.every((series, i) => series === known[i]) && before !== undefined ? before : { jobs, isSuspect: false };
    },
  });
  return { series: data?.jobs ?? NONE, isPending, error };
}

/** Fetches what is new of the curves on screen in which one of these jobs takes part: all at once, so that they are drawn once. */
export function createCurveRefresh(queries: QueryClient, everyMs: number): (jobId: string) => void {
  const heard = new Set<string>();
  const refresh = throttleByKey(everyMs, () => {
    const jobs = new Set(heard);
    heard.clear();
    void queries.invalidateQueries({ queryKey: AREA, predicate: query => isAbout(query.queryKey, jobs) }, { cancelRefetch: false });
    void queries.invalidateQueries(
      { queryKey: ['runs', 'logs'], predicate: query => isAbout(query.queryKey, jobs) },
      { cancelRefetch: false },
    );
  });
  return jobId => {
    heard.add(jobId);
    refresh('');
  };
}

/** Whole again, the next time they are looked at. */
export function suspectCurves(queries: QueryClient): void {
  queries.setQueriesData<Curves>({ queryKey: AREA }, known => known && { ...known, isSuspect: true });
  void queries.invalidateQueries({ queryKey: AREA });
}

function isAbout(queryKey: readonly unknown[], jobs: ReadonlySet<string>): boolean {
  return queryKey.slice(2).some(jobId => jobs.has(jobId as string));
}
