import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from './api-context.tsx';
import { unwrap } from './queries.ts';

/** Refreshed as a whole when answers have been stored, and not by whatever else runs. */
export const BENCH_KEY = ['fusion-bench'] as const;

const FOREVER = { staleTime: Number.POSITIVE_INFINITY } as const;

/** Every method on the members' stored answers; which members have none, where some don't. Not asked for fewer than two. */
export function useJudgedBench(modelIds: readonly string[]) {
  const api = useApi();
  return useQuery({
    queryKey: [...BENCH_KEY, 'judge', modelIds],
    queryFn: () => unwrap(api.fusion.judge({ modelIds: [...modelIds] })),
    enabled: modelIds.length > 1,
    ...FOREVER,
  });
}

export function useBenchDiversity(modelIds: readonly string[], enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: [...BENCH_KEY, 'diversity', modelIds],
    queryFn: () => unwrap(api.fusion.diversity({ modelIds: [...modelIds] })),
    enabled: enabled && modelIds.length > 1,
    ...FOREVER,
  });
}

export type Confidence = 'max-probability' | 'margin' | 'entropy';

/** The curve of a cascade of these stages; the one before stays while another is computed. */
export function useCascadeBench(modelIds: readonly string[], confidence: Confidence) {
  const api = useApi();
  return useQuery({
    queryKey: [...BENCH_KEY, 'cascade', modelIds, confidence],
    queryFn: () => unwrap(api.fusion.cascade({ modelIds: [...modelIds], confidence })),
    enabled: modelIds.length > 1,
    placeholderData: keepPreviousData,
    ...FOREVER,
  });
}
