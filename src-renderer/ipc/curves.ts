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

/** Fetches what is new of the logs on screen of these jobs. */
export function createLogRefresh(queries: QueryClient, everyMs: number): (jobId: string) => void {
  return createRefresh(queries, ['runs', 'logs'], everyMs);
}

/**
 * Fetches what is new of the curves on screen in which one of these jobs takes part, `names` of which have just got a point.
 * Live points draw them on in between, so this may be seldom; but curves that were not heard of before are to appear at once,
 * and what is heard of may take a moment to be stored.
 */
export function createCurveRefresh(
  queries: QueryClient,
  { everyMs, newCurvesMs }: { readonly everyMs: number; readonly newCurvesMs: number },
): (jobId: string, names: readonly string[]) => void {
  const [slowly, soon] = [createRefresh(queries, AREA, everyMs), createRefresh(queries, AREA, newCurvesMs)];
  const heard = new Map<string, { readonly names: Set<string>; untilMs: number }>();
  return (jobId, names) => {
    const job = heard.get(jobId) ?? { names: new Set(), untilMs: 0 };
    heard.set(jobId, job);
    if (names.some(name => !job.names.has(name))) job.untilMs = performance.now() + everyMs;
    for (const name of names) job.names.add(name);
    (performance.now() < job.untilMs ? soon : slowly)(jobId);
  };
}

/** All at once, so that they are drawn once. */
function createRefresh(queries: QueryClient, area: readonly string[], everyMs: number): (jobId: string) => void {
  const heard = new Set<string>();
  const refresh = throttleByKey(everyMs, () => {
    const jobs = new Set(heard);
    heard.clear();
    void queries.invalidateQueries({ queryKey: area, predicate: query => isAbout(query.queryKey, jobs) }, { cancelRefetch: false });
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
