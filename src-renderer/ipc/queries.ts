import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EngineFlavour } from '../../src-shared/domain/native-engine.ts';
import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';
import type { Result } from '../../src-shared/lib/result.ts';
import { type Api, useApi } from './api-context.tsx';

/** Keys of the cache: area, call, input. `live-sync` refreshes by their beginnings. */
export const queryKeys = {
  runs: ['runs', 'list'],
  run: (runId: string) => ['runs', 'get', runId],
  logs: (jobId: string) => ['runs', 'logs', jobId],
  models: ['models', 'list'],
  model: (modelId: string) => ['models', 'get', modelId],
  data: ['models', 'data'],
  comparisons: ['compare', 'list'],
  /** The engine in force. */
  engine: ['workspace', 'engine'],
  nativeEngine: ['engine', 'state'],
  comparison: (jobId: string) => ['compare', 'get', jobId],
} as const;

/** What a query rejects with is always an AppFailure, so that screens can show its code. */
export async function unwrap<T>(answer: Promise<Result<T, AppError>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new AppFailure(result.error);
  return result.value;
}

export type RunSnapshot = Awaited<ReturnType<typeof fetchRun>>;

const fetchRun = (api: Api, runId: string) => unwrap(api.runs.get({ runId }));

export function useWorkspace() {
  const api = useApi();
  return useQuery({ queryKey: ['workspace', 'get'], queryFn: () => unwrap(api.workspace.get({})), staleTime: Number.POSITIVE_INFINITY });
}

/** Null while main still measures; asks again until it has. */
export function useEngine() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.engine,
    queryFn: () => unwrap(api.workspace.engine({})),
    refetchInterval: query => (query.state.data === null ? 1500 : false),
  });
}

export function useBuiltinRecipes() {
  const api = useApi();
  return useQuery({
    queryKey: ['recipes', 'builtin'],
    queryFn: () => unwrap(api.recipes.builtin({})),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useRecipeCheck(recipe: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['recipes', 'check', recipe],
    queryFn: () => unwrap(api.recipes.check({ recipe: recipe ?? '' })),
    enabled: recipe !== undefined && recipe.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

export const fetchRuns = (api: Api) => unwrap(api.runs.list({ limit: 10_000 }));

/** All runs, and how far each is; what needs no more than who they are takes `useRunFacts`. */
export function useRuns() {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.runs, queryFn: () => fetchRuns(api) });
}

/** `enabled`: false while there is none. */
export function useRun(runId: string, enabled = true) {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.run(runId), queryFn: () => fetchRun(api, runId), enabled });
}

export function useLogs(jobId: string) {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.logs(jobId), queryFn: () => unwrap(api.runs.logs({ jobId, tail: 1000 })) });
}

export function useModels() {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.models, queryFn: () => unwrap(api.models.list({})) });
}

export function useModel(modelId: string) {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.model(modelId), queryFn: () => unwrap(api.models.get({ modelId })) });
}

export function useDataSets() {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.data, queryFn: () => unwrap(api.models.data({})) });
}

export function useComparisons() {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.comparisons, queryFn: () => unwrap(api.compare.list({})) });
}

export function useComparison(jobId: string) {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.comparison(jobId), queryFn: () => unwrap(api.compare.get({ jobId })) });
}

export function useNativeEngine() {
  const api = useApi();
  return useQuery({ queryKey: queryKeys.nativeEngine, queryFn: () => unwrap(api.engine.state({})) });
}

export function useInstallEngine() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (flavour: EngineFlavour) => unwrap(api.engine.install({ flavour })),
    onSuccess: state => queries.setQueryData(queryKeys.nativeEngine, state),
  });
}

export function useCancelInstall() {
  const api = useApi();
  return useMutation({ mutationFn: () => unwrap(api.engine.cancelInstall({})) });
}

export function useUninstallEngine() {
  const api = useApi();
  return useMutation({ mutationFn: () => unwrap(api.engine.uninstall({})) });
}

export function useStartRun() {
  const api = useApi();
  return useRunAction((recipe: string) => unwrap(api.runs.start({ recipe })));
}

/** Nothing is reused, nothing resumed. */
export function useStartAfresh() {
  const api = useApi();
  return useRunAction((recipe: string) => unwrap(api.runs.start({ recipe, fresh: true })));
}

export function useCancelRun() {
  const api = useApi();
  return useRunAction((runId: string) => unwrap(api.runs.cancel({ runId })));
}

export function useResumeRun() {
  const api = useApi();
  return useRunAction((runId: string) => unwrap(api.runs.resume({ runId })));
}

export function usePauseRun() {
  const api = useApi();
  return useRunAction((runId: string) => unwrap(api.runs.pause({ runId })));
}

export function usePlaceRun() {
  const api = useApi();
  return useRunAction((move: { readonly runId: string; readonly place: number }) => unwrap(api.runs.place(move)));
}

export function useRemoveRuns() {
  const api = useApi();
  return useRunAction((runIds: readonly string[]) => unwrap(api.runs.remove({ runIds: [...runIds] })));
}

export function useRestoreRuns() {
  const api = useApi();
  return useRunAction((runIds: readonly string[]) => unwrap(api.runs.restore({ runIds: [...runIds] })));
}

function useRunAction<Input, Output>(action: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: action, onSettled: () => queries.invalidateQueries({ queryKey: ['runs'] }) });
}
