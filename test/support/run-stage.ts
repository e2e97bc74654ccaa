import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EngineStatus } from '../../src-shared/domain/engine-status.ts';
import type { JobOutcome } from '../../src-main/jobs/messages.ts';
import type { JobEvents, JobRequest } from '../../src-main/jobs/supervisor.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';
import type { ServiceContext } from '../../src-main/services/context.ts';
import { createEventHub } from '../../src-main/services/event-hub.ts';
import { createRunEngine } from '../../src-main/services/run-engine.ts';
import { createRunService, type RunService } from '../../src-main/services/runs.ts';
import { openDatabase } from '../../src-main/stores/database.ts';
import { migrate } from '../../src-main/stores/migrate.ts';
import { migrations } from '../../src-main/stores/migrations/index.ts';
import { dataOutput, hash, modelOutput } from './store-rows.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A job that the run engine has started, and the test ends. */
export interface StagedJob {
  readonly request: JobRequest;
  readonly events: JobEvents;
  /** How it was asked to stop, if it was. */
  asked: 'cancel' | 'interrupt' | null;
  end(outcome?: JobOutcome): void;
}

/** The services over a real store, with processes that are the test's to end. */
export interface Stage {
  readonly runs: RunService;
  readonly context: ServiceContext;
  /** Every job started so far. */
  readonly started: StagedJob[];
  /** Those that have not ended. */
  readonly alive: Set<StagedJob>;
  /** Starts a recipe of these steps. */
  start(steps: Readonly<Record<string, unknown>>): string;
  /** Resolves once the services have done what can be done before the next end of a job. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export const ONE_ENGINE: EngineStatus = {
  ...{ chosen: 'wasm', title: 'WebAssembly', reason: 'The only one', identity: 'wasm-1t', threads: 1 },
  candidates: [{ id: 'wasm', title: 'WebAssembly', available: true, reason: 'Measured', probeStepMs: 1, identity: 'wasm-1t', threads: 1 }],
};

export function openStage(more: Partial<ServiceContext> = {}): Stage {
  const db = openDatabase(join(temporaryFolder(), 'espalier.db'));
  onTestFinished(() => void db.close());
  migrate(db, migrations, () => '');
  const started: StagedJob[] = [];
  const alive = new Set<StagedJob>();
  const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
  let ids = 0;
  const context: ServiceContext = {
    db,
    catalog: createCatalog(),
    events: createEventHub(thrown => {
      throw thrown;
    }),
    supervisor: { start: (request, events) => stageJob({ request, events }, { started, alive }) },
    cores: 4,
    machine: 'bench',
    workspaceFolder: '/ws',
    nowMs: () => 1000 + ids,
    monotonicMs: () => 1000 + ids,
    newId: () => `id-${String(++ids).padStart(6, '0')}`,
    sha256,
    fingerprint: source => Promise.resolve(sha256(source)),
    hasArtifact: () => Promise.resolve(true),
    readArtifact: () => Promise.resolve(new TextEncoder().encode('{}')),
    artifactBytes: {
      range: () => Promise.resolve(new Uint8Array(0)),
      async *stream() {
        await Promise.resolve();
        yield new Uint8Array(0);
      },
    },
    hasFile: () => Promise.resolve(true),
    askGlimpse: () => Promise.reject(new Error('No bench here')),
    askSourceCheck: () => Promise.reject(new Error('No bench here')),
    askBench: () => Promise.reject(new Error('No bench here')),
    engineStatus: () => Promise.resolve(ONE_ENGINE),
    removeCheckpoints: () => Promise.resolve(),
    readLog: () => Promise.resolve([]),
    log: (level, message) => {
      if (level === 'error') throw new Error(message);
    },
    ...more,
  };
  const engine = createRunEngine(context);
  const runs = createRunService(context, engine);
  return {
    runs,
    context,
    started,
    alive,
    start: steps => runs.start({ recipe: JSON.stringify({ espalier: 1, name: 'staged', seed: 1, steps }), fresh: false, folder: '/ws' }),
    settled: async () => {
      // Passes are chains of promises over a store that answers at once: a turn of the event loop is the end of all of them.
      for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
    },
    close: () => engine.close(),
  };
}

function stageJob(call: Pick<StagedJob, 'request' | 'events'>, { started, alive }: Pick<Stage, 'started' | 'alive'>) {
  const ended = Promise.withResolvers<JobOutcome>();
  const job: StagedJob = {
    ...call,
    asked: null,
    end(outcome = successOf(call.request)) {
      alive.delete(job);
      ended.resolve(outcome);
    },
  };
  started.push(job);
  alive.add(job);
  const ask = (how: 'cancel' | 'interrupt'): void => {
    job.asked ??= how;
    job.end({ state: 'cancelled' });
  };
  return { cancel: () => ask('cancel'), interrupt: () => ask('interrupt'), ended: ended.promise };
}

/** What such a step leaves; each its own model. */
function successOf({ kind, key }: JobRequest): JobOutcome {
  const digit = key.slice(0, 1);
  if (kind === 'import-data') return { state: 'succeeded', output: dataOutput(hash('d')) };
  return { state: 'succeeded', output: modelOutput(`${key.slice(0, 63)}${digit}`) };
}
