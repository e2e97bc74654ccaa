import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StepForecast } from '../../src-shared/domain/forecast.ts';
import { useApi } from './api-context.tsx';
import { unwrap } from './queries.ts';

/** Drafts and saved recipes: what a person works on before it runs. */
const keys = {
  drafts: ['drafts', 'list'],
  draft: (draftId: string) => ['drafts', 'get', draftId],
  saved: ['recipes', 'saved'],
} as const;

/** Algorithms, step kinds and samples: what the program can do does not change while it runs. */
export function useCatalog() {
  const api = useApi();
  return useQuery({
    queryKey: ['workspace', 'catalog'],
    queryFn: () => unwrap(api.workspace.catalog({})),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useDrafts() {
  const api = useApi();
  return useQuery({ queryKey: keys.drafts, queryFn: () => unwrap(api.drafts.list({})), staleTime: 0 });
}

/** Read once when its wizard opens, which then knows better than the store. */
export function useDraft(draftId: string) {
  const api = useApi();
  return useQuery({ queryKey: keys.draft(draftId), queryFn: () => unwrap(api.drafts.get({ draftId })), staleTime: 0, gcTime: 0 });
}

export interface DraftToSave {
  readonly draftId?: string;
  readonly kind: string;
  readonly name: string;
  readonly touched: boolean;
  readonly state: Readonly<Record<string, unknown>>;
}

export function useSaveDraft() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ state, ...draft }: DraftToSave) => unwrap(api.drafts.save({ ...draft, state: { ...state } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.drafts }),
  });
}

export function useDiscardDraft() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draftId: string) => unwrap(api.drafts.discard({ draftId })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.drafts }),
  });
}

export function useSavedRecipes() {
  const api = useApi();
  return useQuery({ queryKey: keys.saved, queryFn: () => unwrap(api.recipes.saved({})), staleTime: 0 });
}

export function useSaveRecipe() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (recipe: { readonly name: string; readonly text: string; readonly replace: boolean }) => unwrap(api.recipes.save(recipe)),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.saved }),
  });
}

export function useRemoveRecipe() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (recipeId: string) => unwrap(api.recipes.remove({ recipeId })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.saved }),
  });
}

function isMeasuring({ memory }: StepForecast): boolean {
  return 'unknown' in memory && memory.unknown === 'engine-not-measured';
}

/** What a recipe that passed its check will need. */
export function useForecast(recipe: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['recipes', 'forecast', recipe],
    queryFn: () => unwrap(api.recipes.forecast({ recipe: recipe ?? '' })),
    enabled: recipe !== null,
    gcTime: 60_000,
    // Until the engines are measured, which main does by itself.
    refetchInterval: ({ state }) => (state.data?.some(isMeasuring) === true ? 1000 : false),
  });
}

/** What each format of an exporting step would write. */
export function useExportPreviewOf(recipe: string | null, step: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['recipes', 'previewExport', recipe, step],
    queryFn: () => unwrap(api.recipes.previewExport({ recipe: recipe ?? '', step })),
    enabled: recipe !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
}

/** What a step of a recipe would leave of its model. */
export function usePruningPreviewOf(recipe: string | null, step: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['recipes', 'preview', recipe, step],
    queryFn: () => unwrap(api.recipes.previewPruning({ recipe: recipe ?? '', step })),
    enabled: recipe !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
}

/** What networks of a search's space would cost. */
export function useSpacePreviewOf(recipe: string | null, step: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['recipes', 'previewSpace', recipe, step],
    queryFn: () => unwrap(api.recipes.previewSpace({ recipe: recipe ?? '', step })),
    enabled: recipe !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
}
