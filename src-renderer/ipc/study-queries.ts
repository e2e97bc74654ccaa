import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { StudyRow } from '../../src-shared/contracts/studies.contract.ts';
import { useApi } from './api-context.tsx';
import { unwrap } from './queries.ts';

/** Beginnings of the keys: `live-sync` refreshes by them. */
export const studyKeys = {
  all: ['studies'],
  one: (studyId: string) => ['studies', 'of', studyId],
} as const;

/** Newest first. */
export function useStudies() {
  const api = useApi();
  return useQuery({ queryKey: [...studyKeys.all, 'list'], queryFn: () => unwrap(api.studies.list({ limit: 1000 })) });
}

export function useStudy(studyId: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...studyKeys.one(studyId), 'view'],
    queryFn: () => unwrap(api.studies.get({ studyId })),
    placeholderData: keepPreviousData,
  });
}

/** Null with too few trials. */
export function useImportance(studyId: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...studyKeys.one(studyId), 'importance'],
    queryFn: () => unwrap(api.studies.importance({ studyId })),
    placeholderData: keepPreviousData,
  });
}

/** Null for a trial that has left no model. */
export function useTrialStructure(studyId: string, trial: number) {
  const api = useApi();
  return useQuery({
    queryKey: [...studyKeys.one(studyId), 'structure', trial],
    queryFn: () => unwrap(api.studies.structure({ studyId, trial })),
  });
}

/** Null with too few trials. */
export function useSurface(studyId: string, names: { readonly x: string; readonly y: string }) {
  const api = useApi();
  return useQuery({
    queryKey: [...studyKeys.one(studyId), 'surface', names],
    queryFn: () => unwrap(api.studies.surface({ studyId, ...names })),
    placeholderData: keepPreviousData,
  });
}

/** The newest study of a step of a run; undefined where there is none, or it is not known yet. */
export function useStudyOfStep(runId: string, step: string): StudyRow | undefined {
  return useStudies().data?.find(study => study.runId === runId && study.step === step);
}
