import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../../src-shared/domain/settings.ts';
import { useApi } from './api-context.tsx';
import { queryKeys, unwrap } from './queries.ts';

const SETTINGS = ['settings', 'get'] as const;

export function useSettings() {
  const api = useApi();
  return useQuery({ queryKey: SETTINGS, queryFn: () => unwrap(api.settings.get({})) });
}

export function useChangeSettings() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (changes: Partial<Settings>) => unwrap(api.settings.set(changes)),
    onSuccess: settings => queries.setQueryData(SETTINGS, settings),
  });
}

/** What is free changes all the time: asked again every few seconds while it is on screen. */
export function useMachine() {
  const api = useApi();
  return useQuery({ queryKey: ['settings', 'machine'], queryFn: () => unwrap(api.settings.machine({})), refetchInterval: 5000 });
}

export function useExamine() {
  const api = useApi();
  return useMutation({ mutationFn: () => unwrap(api.settings.examine({})) });
}

export function useRepair() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({ mutationFn: () => unwrap(api.settings.repair({})), onSuccess: () => queries.invalidateQueries() });
}

export function useMeasureAgain() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.engine.measure({})),
    onSuccess: status => queries.setQueryData(queryKeys.engine, status),
  });
}

export function useSelfTest() {
  const api = useApi();
  return useMutation({ mutationFn: () => unwrap(api.engine.test({})) });
}
