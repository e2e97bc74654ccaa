import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from './api-context.tsx';
import { unwrap } from './queries.ts';

export interface DisagreementsWanted {
  readonly jobId: string;
  readonly a: number;
  readonly b: number;
  readonly which: 'onlyA' | 'onlyB' | 'neither';
  readonly offset: number;
  readonly limit: number;
}

const FOREVER = { staleTime: Number.POSITIVE_INFINITY } as const;

/** What a finished comparison found never changes. */
export function useDisagreements(wanted: DisagreementsWanted) {
  const api = useApi();
  return useQuery({
    queryKey: ['disagreements', wanted],
    queryFn: () => unwrap(api.compare.disagreements(wanted)),
    placeholderData: keepPreviousData,
    ...FOREVER,
  });
}

/** What models were made with never changes. */
export function useModelSettings(modelIds: readonly string[]) {
  const api = useApi();
  return useQuery({
    queryKey: ['model-settings', modelIds],
    queryFn: () => unwrap(api.compare.settings({ modelIds: [...modelIds] })),
    placeholderData: keepPreviousData,
    ...FOREVER,
  });
}
