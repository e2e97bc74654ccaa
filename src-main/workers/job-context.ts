import { join } from 'node:path';
import type { EnergyUse } from '../../src-shared/domain/energy.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { formatBytes } from '../../src-shared/lib/units.ts';
import type { BackendOptions } from '../engine/backends/backend.ts';
import { predictMemory, type EngineLoad } from '../engine/memory/predict-memory.ts';
import type { Engine } from '../engine/tensor-library.ts';
import type { JobContext, Snapshot } from '../jobs/job.ts';
import type { FromJob, JobOrder, LogLevel } from '../jobs/messages.ts';
import { withArchives } from '../platform/archives/archive-sources.ts';
import { createArtifactFiles } from '../platform/artifact-files.ts';
import { readCapsulePrograms } from '../platform/capsule-programs.ts';
import { createExportFiles } from '../platform/export-files.ts';
import { createLocalFiles } from '../platform/local-files.ts';
import { createScratchFiles } from '../platform/scratch-files.ts';
import { createSha256 } from '../platform/sha256.ts';
import { createSourceFiles } from '../platform/source-files.ts';
import type { Outbox } from './outbox.ts';
import type { Questions } from './questions.ts';
import { refuseMemory, type ProcessMemory } from './refuse-memory.ts';
import type { CheckpointDesk } from './save-checkpoints.ts';
import { abortError, type StopSignal } from './stop-signal.ts';

export interface ContextParts {
  readonly order: JobOrder;
  readonly resumeFrom: Snapshot | null;
  readonly outbox: Outbox;
  readonly stop: StopSignal;
  readonly desk: CheckpointDesk;
  readonly questions: Questions;
  post(message: FromJob): void;
  log(level: LogLevel, message: string): void;
  monotonicMs(): number;
  energyUse(): EnergyUse;
  memory(): ProcessMemory;
  createEngine(id: string, options: BackendOptions): Promise<Engine>;
}

/** The world of a job, made of this process's disk, clock and port. */
export function createJobContext(parts: ContextParts): JobContext {
  const { order, outbox, stop, desk, monotonicMs } = parts;
  let savedMs = monotonicMs();
  const scratch = join(order.folders.workspace, 'scratch', order.jobId);
  const sources = withArchives(createSourceFiles(order.folders.builtin), { folder: join(scratch, 'unpacked'), turn: () => turn(stop) });
  return {
    turn: () => turn(stop),
    resumeFrom: parts.resumeFrom,
    report: outbox.report,
    measure: outbox.measure,
    checkpointDue: () => stop.wantsCheckpoint || monotonicMs() - savedMs >= order.checkpointEveryMs,
    async checkpoint(snapshot) {
      await desk.save(snapshot);
      savedMs = monotonicMs();
      stop.saved();
    },
    ask: question => parts.questions.ask(question),
    energyUse: parts.energyUse,
    log: parts.log,
    nowMs: monotonicMs,
    artifacts: watchedArtifacts(parts),
    sources,
    local: createLocalFiles(sources, scratch),
    exports: createExportFiles(order.folders.workspace),
    scratch: createScratchFiles(scratch),
    createSha256,
    capsulePrograms: readCapsulePrograms,
    engine: engineOnce(parts),
    engineBeside: id => parts.createEngine(id, { threads: order.threads, libraryFolder: order.folders.library ?? undefined }),
  };
}

/** A macrotask: messages and timers get their chance between two batches. */
function turn(stop: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setImmediate(() => (stop.isDue ? reject(abortError()) : resolve()));
  });
}

function watchedArtifacts({ order, post }: ContextParts): JobContext['artifacts'] {
  const files = createArtifactFiles(order.folders.artifacts);
  return {
    read: files.read,
    async write(bytes) {
      const artifact = await files.write(bytes);
      post({ type: 'artifact', artifact });
      return artifact;
    },
  };
}

/** The content key names the engine: what another computes must not go under it. */
function otherEngine({ identity }: JobOrder, loaded: Engine): AppFailure {
  return new AppFailure({
    code: 'engine-unavailable',
    message: `The engine must be ${String(identity)}, but ${loaded.identity} started`,
    hint: 'It was replaced after it had been measured. Run again.',
  });
}

function engineOnce({ order, post, log, memory, createEngine }: ContextParts): JobContext['engine'] {
  let engine: Promise<Engine> | null = null;
  return async load => {
    if (order.engine === '') throw new Error(`A step of kind '${order.kind}' was started without an engine`);
    if (load !== undefined) assertFits(load);
    return (engine ??= start());
  };

  async function start(): Promise<Engine> {
    const loaded = await createEngine(order.engine, { threads: order.threads, libraryFolder: order.folders.library ?? undefined });
    if (loaded.identity !== order.identity) throw otherEngine(order, loaded);
    post({ type: 'engine', id: loaded.id, identity: loaded.identity, threads: loaded.threads });
    return loaded;
  }

  function assertFits(load: EngineLoad): void {
    const prediction = predictMemory(load, { id: order.engine, isGpu: order.identity?.includes('-gpu-') ?? false });
    const now = memory();
    const availableBytes = now.usedBytes + now.availableBytes;
    post({ type: 'memory', predictedBytes: prediction.totalBytes, availableBytes });
    const [predicted, available] = [prediction.totalBytes, availableBytes].map(bytes => formatBytes(bytes, 'en'));
    log('info', `About ${predicted} of memory are predicted, ${available} are available`);
    refuseMemory(prediction, now);
  }
}
