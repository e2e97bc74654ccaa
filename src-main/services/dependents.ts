import type { Dependents } from '../../src-shared/contracts/models.contract.ts';
import { isEnded } from '../../src-shared/domain/job-state.ts';
import type { ReadableDb } from '../stores/database.ts';
import { jobsOfRun } from '../stores/job-store.ts';
import { readersOf } from '../stores/lineage-store.ts';
import { bindingsOf } from '../stores/run-binding-store.ts';
import { runsInState } from '../stores/run-store.ts';

/** What was made from these models or data sets or shows them, and the open runs that still read them. */
export function madeFrom(db: ReadableDb, ids: readonly string[]): Omit<Dependents, 'older'> {
  const own = new Set(ids);
  const readers = [...new Map(ids.flatMap(id => readersOf(db, id)).map(reader => [reader.jobId, reader])).values()];
  const named = readers.map(({ jobId, runId, step, replicate, entityId, output, deleted }) => ({
    ...{ jobId, runId, name: step, replicate, entityId },
    kind: output.kind,
    gone: deleted || (entityId !== null && own.has(entityId)),
    files: output.kind === 'files' ? output.files.map(file => file.path) : [],
  }));
  const of = (...kinds: string[]) => named.filter(reader => kinds.includes(reader.kind) && !reader.gone);
  return {
    models: of('model').map(({ entityId, name, replicate }) => ({ id: entityId ?? '', name, replicate })),
    reports: of('report', 'evaluation', 'check-up', 'latency').map(({ jobId, runId, name }) => ({ jobId, runId, name })),
    files: of('files').flatMap(({ files }) => files),
    openRuns: openRunsOn(db, own),
  };
}

/** Runs that are not at their end and name, made or reused one of these: a step to come may read it. */
export function openRunsOn(db: ReadableDb, ids: ReadonlySet<string>): Dependents['openRuns'] {
  return (['running', 'queued', 'interrupted'] as const)
    .flatMap(state => runsInState(db, state))
    .filter(run => {
      const jobs = jobsOfRun(db, run.id);
      const made = jobs.some(job => job.entityId !== null && ids.has(job.entityId));
      const names = bindingsOf(db, run.id).some(({ entityId }) => ids.has(entityId));
      // Of a run that an earlier program planned nothing is bound.
      const uses = made || names || [...ids].some(id => run.recipe.includes(id));
      return uses && jobs.some(job => !isEnded(job.state));
    })
    .map(({ id, name }) => ({ id, name }));
}
