import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import type { SurgeryCosts } from '../../../src-shared/contracts/surgery.contract.ts';
import { useApi } from '../../ipc/api-context.tsx';
import { unwrap } from '../../ipc/queries.ts';

export type OpenedSurgery = NonNullable<ReturnType<typeof useOpenedSurgery>['data']>;
export type Removed = Readonly<Record<string, readonly number[]>>;

/** What is drawn; while another criterion is asked for, the drawing of the one before stays. */
export function useOpenedSurgery(modelId: string, criterion: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['models', 'surgery', modelId, criterion],
    queryFn: () => unwrap(api.surgery.open({ modelId, ...(criterion === null ? {} : { criterion }) })),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Costs without these channels: one question at a time, the latest wins. */
export function useCosts(
  modelId: string,
  removed: Removed,
  before: SurgeryCosts,
): { readonly costs: SurgeryCosts; readonly failure: unknown } {
  const api = useApi();
  const [answer, setAnswer] = useState<{ costs: SurgeryCosts; failure: unknown }>({ costs: before, failure: null });
  const waiting = useRef<Removed | null>(null);
  const isAsking = useRef(false);
  // Before the drawing is painted, so that main computes meanwhile.
  useLayoutEffect(() => {
    async function ask(): Promise<void> {
      if (isAsking.current) return;
      isAsking.current = true;
      while (waiting.current !== null) {
        const question = waiting.current;
        waiting.current = null;
        const result = await api.surgery.cost({ modelId, removed: question as Record<string, number[]> });
        setAnswer(known => (result.ok ? { costs: result.value, failure: null } : { ...known, failure: result.error }));
      }
      isAsking.current = false;
    }
    waiting.current = removed;
    void ask();
  }, [api, modelId, removed]);
  return answer;
}
