import type { EngineStatus } from '../../src-shared/domain/engine-status.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { anyJobRuns } from '../stores/job-store.ts';
import type { ServiceContext } from './context.ts';

/** The ladder, measured anew. Throws `invalid-input` while jobs run. */
export async function measureAgain({ db, engineStatus }: ServiceContext): Promise<EngineStatus> {
  if (anyJobRuns(db))
    throw invalidInput('Devices are measured while no job runs, but there is one', { hint: 'Wait for it, or pause its run.' });
  return engineStatus('again');
}
