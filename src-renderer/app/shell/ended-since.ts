import type { JobState } from '../../../src-shared/domain/job-state.ts';

type EndState = 'succeeded' | 'failed' | 'cancelled';

/** Runs that were on their way in the earlier snapshot and have ended now. With no earlier snapshot: none. */
export function endedSince(
  before: ReadonlyMap<string, JobState> | null,
  now: readonly { readonly id: string; readonly name: string; readonly state: JobState }[],
): readonly { readonly name: string; readonly state: EndState }[] {
  return now.flatMap(({ id, name, state }) => {
    const earlier = before?.get(id);
    return isEnd(state) && (earlier === 'queued' || earlier === 'running') ? [{ name, state }] : [];
  });
}

function isEnd(state: JobState): state is EndState {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}
