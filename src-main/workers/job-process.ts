import { endOfBug, serveJob, type WorkerParts } from './serve-job.ts';
import type { FromJob, ToJob } from '../jobs/messages.ts';
import { processPort } from './main-port.ts';

/** What every entry point of a job process does: serve one job, then leave. The parts are the entry's own. */
export async function runJobProcess(parts: WorkerParts): Promise<never> {
  const port = processPort<FromJob, ToJob>();
  // Nobody would store what is computed from here on; the next start goes on from the last checkpoint.
  port.onClose(() => process.exit(1));
  // Ctrl-C on a terminal reaches the whole process group; main decides what becomes of its jobs.
  process.on('SIGINT', () => undefined);
  process.on('uncaughtException', thrown => {
    const end = endOfBug(thrown, (level, message) => void port.post({ type: 'log', level, message }));
    void port.post({ type: 'end', end, points: [] }).then(() => process.exit(1));
  });
  await serveJob(port, parts);
  process.exit(0);
}
