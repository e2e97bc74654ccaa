import { checkpointsOf, deleteCheckpoints, recordCheckpoint } from '../../src-main/stores/checkpoint-store.ts';
import { finishJob, getJob, insertJobs, moveJob, setJobInput } from '../../src-main/stores/job-store.ts';
import { appendMetrics } from '../../src-main/stores/metric-store.ts';
import { openWorkspace } from '../../src-main/stores/open-workspace.ts';
import { createSupervisor } from '../../src-main/jobs/supervisor.ts';
import { aJob, aRun, HOLDER } from './store-rows.ts';
import { forkLauncher, inputOf } from './supervised.ts';

/**
 * A main process with one job to do, over a real workspace: `node counting-main.ts FOLDER STEPS SIZE`. Goes on with the job
 * if an earlier one was killed. Says on standard output what happens.
 */
const [folder = '', steps = '1', size = '1'] = process.argv.slice(2);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const { db, paths, orphans, close } = openWorkspace(folder, { ...HOLDER, pid: process.pid });
const input = inputOf({ steps: Number(steps), size: Number(size) });

say(`orphans ${orphans.jobs}`);
if (getJob(db, 'a') === null) {
  aRun(db);
  insertJobs(db, [aJob('a')]);
  setJobInput(db, 'a', 'key', input);
} else moveJob(db, 'a', 'queued', { nowMs: 2 });
moveJob(db, 'a', 'running', { nowMs: 2 });

const supervisor = createSupervisor({
  launcher: forkLauncher,
  folders: () => ({ artifacts: paths.artifacts, checkpoints: paths.checkpoints, workspace: paths.folder, builtin: {}, library: null }),
  log: (_, { message }) => say(`log ${message}`),
  nowMs: () => 3,
  checkpointEveryMs: 0,
});
const end = await supervisor.start(
  {
    jobId: 'a',
    kind: 'count',
    key: 'key',
    input,
    engine: '',
    identity: null,
    threads: 1,
    rehearsal: false,
    checkpoints: checkpointsOf(db, 'key'),
  },
  {
    progress: () => undefined,
    metrics: points => appendMetrics(db, 'key', points),
    checkpoint(checkpoint, points) {
      const remove = recordCheckpoint(db, checkpoint, points, 3);
      say(`checkpoint ${checkpoint.seq}`);
      return remove;
    },
  },
).ended;
if (end.state === 'succeeded') {
  finishJob(db, 'a', { nowMs: 4, output: end.output, entityId: null, reused: false });
  deleteCheckpoints(db, 'key');
}
say(`end ${end.state}`);
close();
