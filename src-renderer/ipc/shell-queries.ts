import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi, type Api } from './api-context.tsx';
import { unwrap } from './queries.ts';

/** The fields of the steps, and every algorithm: the same as long as this main runs. */
export function catalogQuery(api: Api) {
  return {
    queryKey: ['workspace', 'catalog'],
    queryFn: () => unwrap(api.workspace.catalog({})),
    staleTime: Number.POSITIVE_INFINITY,
  };
}

const PROJECTS = ['projects', 'list'];

export function useProjects() {
  const api = useApi();
  return useQuery({ queryKey: PROJECTS, queryFn: () => unwrap(api.projects.list({})) });
}

/** Whoever opens a project is told by an event, as all pages are: see `use-project-switch`. */
export function useProjectActions() {
  const api = useApi();
  const queries = useQueryClient();
  const refresh = { onSettled: () => queries.invalidateQueries({ queryKey: PROJECTS }) };
  return {
    open: useMutation({ mutationFn: (id: string) => unwrap(api.projects.open({ id })), ...refresh }),
    create: useMutation({ mutationFn: (name: string) => unwrap(api.projects.create({ name })), ...refresh }),
    choose: useMutation({ mutationFn: () => unwrap(api.projects.choose({})), ...refresh }),
    forget: useMutation({ mutationFn: (id: string) => unwrap(api.projects.forget({ id })), ...refresh }),
  };
}
