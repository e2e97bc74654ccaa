import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startHttpHost, type HttpHost } from '../../../src-main/app/http-host.ts';
import { createEventPublisher } from '../../../src-main/ipc/event-publisher.ts';
import { serveContract, type ServeOptions } from '../../../src-main/ipc/serve-contract.ts';
import type { Transport } from '../../../src-main/ipc/transport.ts';
import { compareContract } from '../../../src-shared/contracts/compare.contract.ts';
import { modelsContract } from '../../../src-shared/contracts/models.contract.ts';
import { recipesContract } from '../../../src-shared/contracts/recipes.contract.ts';
import { runsContract } from '../../../src-shared/contracts/runs.contract.ts';
import { workspaceContract } from '../../../src-shared/contracts/workspace.contract.ts';
import type { EngineStatus } from '../../../src-shared/domain/engine-status.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { serveFakeEngine } from './fake-engine.ts';
import { dataRows, layers, modelRows, report } from './fake-models.ts';
import { finishedTour, otherRuns, runningTour, seriesOf, type FakeRun } from './fake-runs.ts';

/**
 * The contracts answered from made-up figures, over the real HTTP host: for looking at the screens and for tests of the
 * renderer alone. `node test/e2e/support/fake-main.ts [--empty] [--port N]` prints the address.
 */
export interface FakeMainOptions {
  /** A workspace in which nothing happened yet. */
  readonly empty?: boolean;
  readonly port?: number;
}

const TOUR_TEXT = readFileSync(new URL('../../../resources/recipes/mnist-tour.yaml', import.meta.url), 'utf8');

const ENGINE: EngineStatus = {
  chosen: 'wasm',
  title: 'WebAssembly · SIMD',
  reason:
    'WebAssembly with SIMD is the fastest device here: 20.8 ms a probe step. libtensorflow is not installed; “espalier engine install” fetches it.',
  identity: 'wasm-4.22.0-simd-1t',
  threads: 1,
  candidates: [
    {
      id: 'libtensorflow',
      title: 'TensorFlow, native',
      available: false,
      reason: 'The library is not installed.',
      probeStepMs: null,
      identity: null,
      threads: null,
    },
    {
      id: 'wasm',
      title: 'WebAssembly · SIMD',
      available: true,
      reason: 'Median of 20 steps.',
      probeStepMs: 20.8,
      identity: 'wasm-4.22.0-simd-1t',
      threads: 1,
    },
    {
      id: 'cpu',
      title: 'JavaScript',
      available: true,
      reason: 'Median of 3 steps. For tests and as the last resort.',
      probeStepMs: 412,
      identity: 'cpu-4.22.0-1t',
      threads: 1,
    },
  ],
};

export async function startFakeMain({ empty = false, port = 0 }: FakeMainOptions = {}): Promise<HttpHost> {
  const now = Date.now();
  const runs: FakeRun[] = empty ? [] : [runningTour('run-live', now), finishedTour(now), ...otherRuns(now)];
  let stop = (): void => undefined;
  const host = await startHttpHost({
    rendererFolder: fileURLToPath(new URL('../../../.out/renderer', import.meta.url)),
    port,
    log: (_, message) => console.error(message),
    register: transport => {
      const options = { transport, logBug: ({ thrown }: { thrown: unknown }) => console.error(thrown) };
      serveFixtures(runs, options);
      serveRuns(runs, options);
      serveFakeEngine(options);
      stop = startClock(runs, transport);
    },
  });
  return {
    url: host.url,
    close() {
      stop();
      return host.close();
    },
  };
}

async function refuse(): Promise<never> {
  throw new AppFailure({ code: 'not-found', message: 'Nothing can be changed in a made-up workspace' });
}

function serveFixtures(runs: FakeRun[], options: ServeOptions): void {
  const jobs = () => runs.flatMap(each => each.jobs);
  serveContract(
    workspaceContract,
    {
      get: async () => ({ name: 'digits', path: '/home/ada/espalier', version: '0.1.0' }),
      engine: async () => ENGINE,
      catalog: async () => ({ algorithms: {}, stepKinds: [], samples: [] }),
    },
    options,
  );
  serveContract(
    recipesContract,
    {
      builtin: async () => [{ id: 'mnist-tour', name: 'MNIST tour', text: TOUR_TEXT }],
      check: async ({ recipe }) => checkText(recipe),
      forecast: async () => [],
      previewPruning: async () => null,
      previewSpace: () => Promise.resolve(null),
      previewExport: async () => null,
      saved: async () => [],
      save: async () => ({ recipeId: 'recipe-1' }),
      remove: async () => ({ wasThere: false }),
    },
    options,
  );
  serveContract(
    modelsContract,
    {
      list: async () => modelRows(jobs()),
      get: async ({ modelId }) => ({
        model: require(modelRows(jobs()).find(row => row.id === modelId), modelId),
        graph: { version: 1 as const, nodes: [], inputs: [], outputs: [] },
        layers,
        peakActivationBytes: 4336,
      }),
      data: async () => dataRows(jobs()),
      ...{ label: refuse, dependents: refuse, remove: refuse, restore: refuse, weights: refuse, rerun: refuse },
      ...{ saveView: refuse, deleteView: refuse, views: async () => [] },
      lineage: async () => ({ nodes: [], edges: [] }),
      uses: async () => ({ evaluations: [], files: [], latencies: [] }),
      activations: async () => null,
    },
    options,
  );
  serveContract(
    compareContract,
    {
      list: async () =>
        runs
          .filter(each => each.run.id === 'run-tour')
          .map(({ run }) => ({
            jobId: 'run-tour-verdict-x',
            runId: run.id,
            name: 'verdict',
            runName: run.name,
            finishedMs: run.finishedMs ?? 0,
            split: report.split,
            modelIds: report.models.map(model => model.modelId),
          })),
      get: async () => report,
      disagreements: async () => null,
      settings: async () => [],
    },
    options,
  );
}

function serveRuns(runs: FakeRun[], options: ServeOptions): void {
  const find = (runId: string): FakeRun => require(runs.find(each => each.run.id === runId), runId);
  const findJob = (jobId: string) => require(runs.flatMap(each => each.jobs).find(job => job.id === jobId), jobId);
  const publisher = createEventPublisher(runsContract, options.transport);
  function setState(runId: string, state: 'cancelled' | 'running'): void {
    const found = find(runId);
    found.run = { ...found.run, state, finishedMs: state === 'cancelled' ? Date.now() : null, error: null };
    found.jobs = found.jobs.map(job =>
      job.state === 'succeeded' ? job : { ...job, state: state === 'running' && job.kind !== 'train' ? 'queued' : state, error: null },
    );
    publisher.publish('changed', { runId });
  }
  serveContract(
    runsContract,
    {
      list: async () => runs.map(each => each.run),
      get: async ({ runId }) => ({ ...find(runId), recipe: TOUR_TEXT, notes: [] }),
      start: async () => {
        const started = runningTour(`run-${runs.length + 1}`, Date.now());
        runs.unshift(started);
        publisher.publish('changed', { runId: started.run.id });
        return { runId: started.run.id };
      },
      cancel: async ({ runId }) => {
        setState(runId, 'cancelled');
        return { wasRunning: true };
      },
      resume: async ({ runId }) => {
        setState(runId, 'running');
        return { runId };
      },
      pause: async () => ({ wasOpen: false }),
      place: async ({ runId }) => ({ order: [runId] }),
      remove: async ({ runIds }) => ({ removed: runIds }),
      restore: async ({ runIds }) => ({ restored: runIds }),
      series: async ({ jobId }) => {
        const job = findJob(jobId);
        const values = seriesOf(job, job.state === 'succeeded' || job.state === 'failed' ? 1 : (job.progress?.fraction ?? 0.3));
        return values.map(series => ({ ...series, values: series.values.map(value => value ?? Number.NaN) }));
      },
      logs: async ({ jobId }) => [
        { atMs: Date.now() - 60_000, level: 'info' as const, message: `Started ${jobId} on wasm-4.22.0-simd-1t` },
        { atMs: Date.now() - 30_000, level: 'warn' as const, message: 'Checkpoint took 1.2 s' },
      ],
    },
    options,
  );
}

/** Lets the running training go on, a tenth of a second at a time. */
function startClock(runs: readonly FakeRun[], transport: Transport): () => void {
  const publisher = createEventPublisher(runsContract, transport);
  let fraction = 0.3;
  const timer = setInterval(() => {
    fraction = fraction >= 0.99 ? 0.3 : fraction + 0.002;
    for (const { run, jobs } of runs) {
      const index = jobs.findIndex(job => job.state === 'running');
      const job = jobs[index];
      if (job === undefined) continue;
      const progress = {
        fraction,
        stage: 'training' as const,
        epoch: Math.ceil(fraction * 8),
        epochs: 8,
        step: Math.round(3440 * fraction),
        steps: 3440,
        loss: 0.04 + 0.2 * (1 - fraction),
        itemsPerSecond: 5930,
      };
      const remainingMs = Math.round((1 - fraction) * 73_000);
      jobs[index] = { ...job, progress, remainingMs };
      const newest = [{ name: 'train.loss', step: progress.step, value: progress.loss }];
      publisher.publish('progress', { runId: run.id, jobId: job.id, progress, newest, remainingMs, run: null });
    }
  }, 100);
  return () => clearInterval(timer);
}

/** Enough of a check to see both outcomes: tabs and unknown step kinds are problems. */
function checkText(recipe: string) {
  const problems = recipe.split('\n').flatMap((text, i) => {
    const column = text.search(/\bdo:\s*(?!import-data|train|prune|evaluate|compare|export)\S/) + 1;
    return column === 0
      ? []
      : [{ path: 'steps', message: `Unknown step kind in ‘${text.trim()}’.`, hint: 'Did you mean ‘train’?', line: i + 1, column }];
  });
  const steps = [...recipe.matchAll(/^ {2}(\w+):\s*\n? *(?:\{ *)?do: ([\w-]+)/gm)].map(([, name = '', kind = '']) => ({
    name,
    kind,
    repeat: 1,
  }));
  return { problems, steps };
}

function require<T>(value: T | undefined, id: string): T {
  if (value === undefined) throw new AppFailure({ code: 'not-found', message: `There is nothing called '${id}'.` });
  return value;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false }, port: { type: 'string', default: '0' } } });
  console.log((await startFakeMain({ empty: values.empty, port: Number(values.port) })).url);
}
