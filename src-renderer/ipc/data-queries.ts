import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Split } from '../../src-shared/domain/dataset.ts';
import { type Api, useApi } from './api-context.tsx';
import { queryKeys, unwrap } from './queries.ts';

const FOREVER = { staleTime: Number.POSITIVE_INFINITY } as const;

const fetchData = (api: Api, dataId: string) => unwrap(api.data.get({ dataId }));
export type DataDetail = Awaited<ReturnType<typeof fetchData>>;

export interface ItemsWanted {
  readonly dataId: string;
  readonly split: Split;
  readonly label: number | null;
  readonly offset: number;
  readonly limit: number;
}

const fetchItems = (api: Api, wanted: ItemsWanted) => unwrap(api.data.items(wanted));
export type ItemPage = Awaited<ReturnType<typeof fetchItems>>;

/** What a source holds before it is imported, by the fields of the import as they are; null: nothing is asked. */
export function useSourceGlimpseOf(step: ({ readonly source: string } & Record<string, unknown>) | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['data', 'glimpse', step],
    queryFn: () => unwrap(api.data.glimpse({ step: step ?? { source: '' } })),
    enabled: step !== null,
    // The same source as it is read otherwise; another one's columns must not be offered.
    placeholderData: (before, query) => ((query?.queryKey[2] as typeof step)?.source === step?.source ? before : undefined),
    gcTime: 60_000,
    retry: false,
  });
}

/** An import tried out, with what its guards find; nothing is asked before `isWanted`. */
export function useSourceCheckOf(step: ({ readonly source: string } & Record<string, unknown>) | null, isWanted: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['data', 'check', step],
    queryFn: () => unwrap(api.data.check({ step: step ?? { source: '' } })),
    enabled: step !== null && isWanted,
    ...FOREVER,
    gcTime: 300_000,
    retry: false,
  });
}

export function useData(dataId: string) {
  const api = useApi();
  return useQuery({ queryKey: ['data', 'get', dataId], queryFn: () => fetchData(api, dataId) });
}

/** The same where there may be none to ask for. */
export function useDataOrNone(dataId: string | null) {
  const api = useApi();
  return useQuery({ queryKey: ['data', 'get', dataId], queryFn: () => fetchData(api, dataId ?? ''), enabled: dataId !== null }).data;
}

/** What a data set holds never changes: fetched once. */
export function useBalance(dataId: string) {
  const api = useApi();
  return useQuery({ queryKey: ['data', 'balance', dataId], queryFn: () => unwrap(api.data.balance({ dataId })), ...FOREVER });
}

export function useItems(wanted: ItemsWanted) {
  const api = useApi();
  const queryKey = ['data', 'items', wanted.dataId, wanted];
  return useQuery({ queryKey, queryFn: () => fetchItems(api, wanted), placeholderData: keepPreviousData, ...FOREVER });
}

export interface SeenWanted extends ItemsWanted {
  readonly augment: readonly Record<string, unknown>[];
  readonly seed: number;
}

const fetchSeen = (api: Api, { augment, ...wanted }: SeenWanted) => unwrap(api.data.seen({ ...wanted, augment: [...augment] }));
export type SeenPage = Awaited<ReturnType<typeof fetchSeen>>;

/** Items as they enter the network. */
export function useSeen(wanted: SeenWanted) {
  const api = useApi();
  const queryKey = ['data', 'seen', wanted.dataId, wanted];
  return useQuery({ queryKey, queryFn: () => fetchSeen(api, wanted), placeholderData: keepPreviousData, ...FOREVER });
}

/** Items by their numbers; none are asked for where there are none. */
export function useItemsAt(dataId: string, items: readonly number[]) {
  const api = useApi();
  return useQuery({
    queryKey: ['data', 'itemsAt', dataId, items],
    queryFn: (): Promise<ItemPage> => unwrap(api.data.itemsAt({ dataId, items: [...items] })),
    enabled: items.length > 0,
    ...FOREVER,
  });
}

/** Only once a person asks for it; asked anew with every visit, as another cross-validation may have come. */
export function useLabelSuspects(dataId: string, asked: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['data', 'labelSuspects', dataId],
    queryFn: () => unwrap(api.data.labelSuspects({ dataId })),
    enabled: asked,
  });
}

/** A recording, once a person asks for it; null where it was not kept. */
export function useHeard(dataId: string, item: number | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['data', 'listen', dataId, item],
    queryFn: () => (item === null ? Promise.resolve(null) : unwrap(api.data.listen({ dataId, item }))),
    enabled: item !== null,
    ...FOREVER,
  });
}

/** Only once a person asks for it. */
export function useDuplicates(dataId: string, asked: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['data', 'duplicates', dataId],
    queryFn: () => unwrap(api.data.duplicates({ dataId })),
    enabled: asked,
    ...FOREVER,
  });
}

/** What hangs on a data set, asked before it is deleted: never from before. */
export function useDataDependents(dataId: string) {
  const api = useApi();
  return useQuery({ queryKey: ['data', 'dependents', dataId], queryFn: () => unwrap(api.data.dependents({ dataId })), staleTime: 0 });
}

export function useRemoveData() {
  const api = useApi();
  return useDataAction((dataId: string) => unwrap(api.data.remove({ dataId })));
}

export function useRestoreData() {
  const api = useApi();
  return useDataAction((dataId: string) => unwrap(api.data.restore({ dataId })));
}

function useDataAction<Output>(action: (dataId: string) => Promise<Output>) {
  const queries = useQueryClient();
  const settle = (): void => {
    for (const queryKey of [queryKeys.data, ['data', 'get']]) void queries.invalidateQueries({ queryKey });
  };
  return useMutation({ mutationFn: action, onSettled: settle });
}
