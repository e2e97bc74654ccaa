import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { type Api, useApi } from './api-context.tsx';
import { unwrap } from './queries.ts';

/** What was taught never changes. */
const FOREVER = { staleTime: Number.POSITIVE_INFINITY } as const;

export type ItemsWanted = Required<Parameters<Api['distillation']['items']>[0]>;
export type RowsWanted = Omit<ItemsWanted, 'offset' | 'limit'>;

export function useTeaching(modelId: string) {
  const api = useApi();
  return useQuery({ queryKey: ['teaching', 'open', modelId], queryFn: () => unwrap(api.distillation.open({ modelId })), ...FOREVER });
}

export function useTaughtItems(wanted: ItemsWanted) {
  const api = useApi();
  return useQuery({
    queryKey: ['teaching', 'items', wanted],
    queryFn: () => unwrap(api.distillation.items(wanted)),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    ...FOREVER,
  });
}

/** Only when they are taken along. */
export function useTaughtRows() {
  const api = useApi();
  return useMutation({ mutationFn: (wanted: RowsWanted) => unwrap(api.distillation.rows(wanted)) });
}
