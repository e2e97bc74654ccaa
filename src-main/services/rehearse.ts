import type { ChoiceCandidate } from '../../src-shared/domain/engine-choice.ts';
import type { OfferedEngine } from '../../src-shared/domain/engine-status.ts';
import type { LaneQuestion } from '../engine/search/study/lane-messages.ts';
import type { JobOutcome } from '../jobs/messages.ts';
import type { EngineQuestion } from './engine-question.ts';
import { announce, type RunState } from './run-state.ts';

export interface Measurement extends Pick<ChoiceCandidate, 'stepMs' | 'reason'> {
  /** Steps of the whole job; null where that is not known. */
  readonly totalSteps: number | null;
}

/** For the start of the engine, the data and the steps together. */
const LIMIT_MS = 90_000;

/**
 * Times some steps of the job itself on one engine: a process as for the job, that keeps nothing. Whatever goes wrong in it
 * is the reason against that engine.
 */
export async function rehearse(
  state: RunState,
  { run, planned, jobId, input }: EngineQuestion,
  { engine, threads, identity }: OfferedEngine,
): Promise<Measurement> {
  let time: { readonly stepMs: number; readonly totalSteps: number | null } | null = null;
  const none = (): undefined => undefined;
  const process = state.context.supervisor.start(
    { jobId, kind: planned.step.do, key: '', input, engine, threads, identity, checkpoints: [], rehearsal: true },
    {
      progress: none,
      metrics: none,
      checkpoint: () => [],
      rehearsed: measured => (time = measured),
      ask: question => state.studies.rehearse(input, question as LaneQuestion),
    },
  );
  state.rehearsal = { runId: run.id, process };
  state.progress.note(jobId, { fraction: 0, stage: 'measuring' });
  announce(state, run.id);
  const limit = setTimeout(() => process.cancel(), LIMIT_MS);
  const outcome = await process.ended;
  clearTimeout(limit);
  state.rehearsal = null;
  state.progress.forget(jobId);
  const { stepMs = null, totalSteps = null } = (time as typeof time) ?? {};
  return { stepMs, totalSteps, reason: stepMs === null ? reasonOf(outcome) : null };
}

function reasonOf(outcome: JobOutcome): string {
  return 'error' in outcome ? outcome.error.message : 'It made no step that could be timed';
}
