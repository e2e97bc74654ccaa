import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgressNotes } from '../../../../src-renderer/ipc/live-sync.ts';
import { queryKeys } from '../../../../src-renderer/ipc/queries.ts';

const event = {
  ...{ seq: 0, runId: 'run', jobId: 'net', newest: [], remainingMs: 9000, run: { fraction: 0.5, remainingMs: 9000 } },
  progress: { stage: 'training' as const, fraction: 0.5 },
};
const job = { id: 'net', state: 'running', progress: null, remainingMs: null };

function known() {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 5000 } } });
  queries.setQueryData(queryKeys.run('run'), { jobs: [job, { ...job, id: 'wild' }] });
  queries.setQueryData(queryKeys.runs, [{ id: 'run', fraction: 0, remainingMs: null }]);
  return queries;
}

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

describe('progress', () => {
  it('is written into what is known of a run and of all runs, at most twice a second', () => {
    const queries = known();
    const note = createProgressNotes(queries);
    note(event);
    note({ ...event, progress: { stage: 'training', fraction: 0.6 } });
    const shown = (): unknown => queries.getQueryData<{ jobs: (typeof event)[] }>(queryKeys.run('run'))?.jobs[0]?.progress.fraction;
    expect(shown()).toBe(0.5);
    vi.advanceTimersByTime(500);
    expect(shown()).toBe(0.6);
    expect(queries.getQueryData(queryKeys.runs)).toEqual([{ id: 'run', fraction: 0.5, remainingMs: 9000 }]);
  });

  it('does not make fresh what is out of date: a step that failed behind a closed page would be shown as running for ever', () => {
    const queries = known();
    const note = createProgressNotes(queries);
    for (const queryKey of [queryKeys.run('run'), queryKeys.runs]) void queries.invalidateQueries({ queryKey });
    note(event);
    vi.advanceTimersByTime(1000);
    for (const queryKey of [queryKeys.run('run'), queryKeys.runs]) {
      const state = queries.getQueryState(queryKey);
      expect([queryKey, state?.isInvalidated]).toEqual([queryKey, true]);
    }
  });
});
