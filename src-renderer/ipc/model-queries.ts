import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { SavedModelView } from '../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../src-shared/contracts/views.ts';
import { type Api, useApi } from './api-context.tsx';
import { queryKeys, unwrap } from './queries.ts';
import { renewKnown } from './renew-known.ts';

const VIEWS = ['models', 'views'] as const;

/** What is sent to change names, notes, stars and tags. */
export type ModelLabels = Parameters<Api['models']['label']>[0];

export function useLineage() {
  const api = useApi();
  return useQuery({ queryKey: ['models', 'lineage'], queryFn: () => unwrap(api.models.lineage({})) });
}

export function useModelUses(modelId: string) {
  const api = useApi();
  return useQuery({ queryKey: ['models', 'uses', modelId], queryFn: () => unwrap(api.models.uses({ modelId })) });
}

export function useActivations(modelId: string) {
  const api = useApi();
  return useQuery({ queryKey: ['models', 'activations', modelId], queryFn: () => unwrap(api.models.activations({ modelId })) });
}

/** In bins that all of the models share; a model's file never changes. */
export function useWeights(modelIds: readonly string[]) {
  const api = useApi();
  return useQuery({
    queryKey: ['weights', ...modelIds],
    queryFn: () => unwrap(api.models.weights({ modelIds: [...modelIds] })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

export function useDependents(modelIds: readonly string[]) {
  const api = useApi();
  return useQuery({
    queryKey: ['models', 'dependents', ...modelIds],
    queryFn: () => unwrap(api.models.dependents({ modelIds: [...modelIds] })),
  });
}

export function useModelViews() {
  const api = useApi();
  return useQuery({ queryKey: VIEWS, queryFn: () => unwrap(api.models.views({})) });
}

export function useSaveModelView() {
  const api = useApi();
  return useViewsChange((view: SavedModelView) => unwrap(api.models.saveView(view)));
}

export function useDeleteModelView() {
  const api = useApi();
  return useViewsChange((name: string) => unwrap(api.models.deleteView({ name })));
}

function useViewsChange<Input>(change: (input: Input) => Promise<SavedModelView[]>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: views => queries.setQueryData(VIEWS, views) });
}

export function useLabelModels() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (labels: ModelLabels) => unwrap(api.models.label(labels)),
    onSuccess: rows => showRows(queries, rows),
    onSettled: () => queries.invalidateQueries({ queryKey: ['models'] }),
  });
}

/** At once, before the list is fetched again. */
function showRows(queries: QueryClient, rows: readonly ModelRow[]): void {
  const changed = new Map(rows.map(row => [row.id, row]));
  renewKnown<ModelRow[]>(queries, queryKeys.models, known => known.map(row => changed.get(row.id) ?? row));
}

export function useRemoveModels() {
  const api = useApi();
  return useModelsChange((modelIds: readonly string[]) => unwrap(api.models.remove({ modelIds: [...modelIds] })));
}

export function useRestoreModels() {
  const api = useApi();
  return useModelsChange((modelIds: readonly string[]) => unwrap(api.models.restore({ modelIds: [...modelIds] })));
}

function useModelsChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => queries.invalidateQueries({ queryKey: ['models'] }) });
}

/** The recipe of a job from its step on. */
export function useRerunRecipe(jobId: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['models', 'rerun', jobId],
    queryFn: () => unwrap(api.models.rerun({ jobId: jobId ?? '' })),
    enabled: jobId !== null,
  });
}

export function useStartAfresh() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (recipe: string) => unwrap(api.runs.start({ recipe, fresh: true })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['runs'] }),
  });
}
