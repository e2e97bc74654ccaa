import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JobView, RunView } from '../../src-shared/contracts/views.ts';
import { openApplication, type Application } from '../../src-main/app/application.ts';
import { readEnvironment } from '../../src-main/app/environment.ts';
import { artifactPath } from '../../src-main/platform/artifact-files.ts';
import { modelRows } from '../../src-main/services/models.ts';
import { temporaryFolder } from './temporary-folder.ts';

const BUNDLES = join(import.meta.dirname, '..', '..', '.out', 'main');

export interface Ended {
  readonly run: RunView;
  job(step: string): JobView;
}

/** An application on a workspace of its own, with real job processes. */
export interface Bench {
  readonly app: Application;
  readonly folder: string;
  readonly pathOf: (hash: string) => string;
  start(steps: object): string;
  resume(runId: string): Promise<Ended>;
  ended(runId: string): Promise<Ended>;
  /** Until a job of this step computes. */
  working(runId: string, step: string): Promise<void>;
  modelId(name: string): string;
  fileOf(name: string): string;
}

/** `folder`: of a bench that was closed before; a new one when left out. */
export function openBench(folder: string = temporaryFolder()): Bench {
  const workspaceFolder = join(folder, 'ws');
  const app = openApplication({ environment: readEnvironment({ ESPALIER_ENGINES: folder }, BUNDLES), workspaceFolder, program: 'test' });
  onTestFinished(() => app.close());
  const { runs, context } = app.services;
  const model = (name: string) => modelRows(context.db).find(row => row.name === name)!;
  const pathOf = (hash: string): string => artifactPath(app.workspace.paths.artifacts, hash);
  const ended = async (runId: string): Promise<Ended> => {
    const run = await runs.ended(runId);
    const { jobs } = runs.get(runId);
    return { run, job: step => jobs.find(each => each.step === step)! };
  };
  return {
    ...{ app, folder, pathOf, ended },
    start: steps =>
      runs.start({ recipe: JSON.stringify({ espalier: 1, name: 'lost', seed: 1, steps }), fresh: false, folder: null, engine: 'wasm' }),
    resume: runId => ended(runs.resume(runId)),
    working: (runId, step) =>
      new Promise(resolve => {
        const stop = context.events.subscribe(event => {
          if (event.type !== 'job-progress' || event.runId !== runId) return;
          if (runs.get(runId).jobs.some(job => job.id === event.jobId && job.step === step)) {
            stop();
            resolve();
          }
        });
      }),
    modelId: name => model(name).id,
    fileOf: name => pathOf(model(name).output.file.hash),
  };
}
