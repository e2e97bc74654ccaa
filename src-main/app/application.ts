import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import type { SourceCheck } from '../../src-shared/domain/source-check.ts';
import type { FoundSource } from '../engine/data/reader.ts';
import { serveAll } from '../ipc/handlers.ts';
import type { Transport } from '../ipc/transport.ts';
import { createSupervisor } from '../jobs/supervisor.ts';
import { createAnsweringProcess, type AnsweringProcess } from '../platform/answering-process.ts';
import { createArtifactFiles, artifactPath } from '../platform/artifact-files.ts';
import { removeCheckpoints } from '../platform/checkpoint-files.ts';
import { systemClock } from '../platform/clock.ts';
import { createJobLauncher } from '../platform/job-launcher.ts';
import { createIds } from '../platform/ids.ts';
import { createLogFile, readLogTail, type LogEntry } from '../platform/log-file.ts';
import { readRegisteredLibrary } from '../platform/engine-registry.ts';
import { sha256, sha256OfFile } from '../platform/sha256.ts';
import { createOfferedFiles } from '../platform/offered-files.ts';
import { createSourceFiles } from '../platform/source-files.ts';
import { createUploadFiles } from '../platform/upload-files.ts';
import { createCatalog, stepKindViews } from '../services/catalog.ts';
import type { ServiceContext } from '../services/context.ts';
import { createEventHub } from '../services/event-hub.ts';
import { createServices, type Services } from '../services/services.ts';
import type { OfferedFiles, Uploads } from '../services/uploads.ts';
import { openWorkspace, type Workspace } from '../stores/open-workspace.ts';
import { readBuiltinRecipes } from './builtin-recipes.ts';
import { machineOf, rememberEngineStatus } from './engine-probe.ts';
import type { Environment } from './environment.ts';
import { jobEnvironmentOf } from './job-environment.ts';
import { createWorkspaceHost } from './workspace-host.ts';
import { openNativeEngine } from './native-engine.ts';

export interface ApplicationOptions {
  readonly environment: Environment;
  readonly workspaceFolder: string;
  /** What a second opener is told holds the workspace. */
  readonly program: string;
  /** The files that main was pointed at, where a window hands over paths; kept when another workspace is opened. */
  readonly offered?: OfferedFiles;
}

/** The whole of main behind a window, a browser or a command line. */
export interface Application {
  readonly services: Services;
  readonly workspace: Workspace;
  /** Answers the contracts over a transport; several may be served. */
  register(transport: Transport): void;
  /** Interrupts what runs and lets go of the workspace. */
  close(): Promise<void>;
}

/** A person at the fusion bench asks again within this time. */
const BENCH_IDLE_MS = 120_000;

/** Opens the workspace and puts the parts together. Throws what `openWorkspace` throws. */
export function openApplication(options: ApplicationOptions): Application {
  const { environment, workspaceFolder, program, offered = createOfferedFiles(createIds(systemClock.nowMs)) } = options;
  const holder = { name: program, pid: process.pid, host: hostname(), sinceMs: systemClock.nowMs() };
  const log: { write?: (entry: LogEntry) => void } = {};
  const note = (level: LogEntry['level'], message: string): void => log.write?.({ atMs: systemClock.nowMs(), level, message });
  const onSlow = (sql: string, elapsedMs: number): void =>
    note('warn', `A statement took ${elapsedMs.toFixed(0)} ms: ${sql.trim().slice(0, 200)}`);
  const workspace = openWorkspace(workspaceFolder, holder, { onSlow });
  log.write = createLogFile(join(workspace.paths.logs, 'main.log'));
  const answering = { entry: environment.benchEntry, start: environment.startChild, idleMs: BENCH_IDLE_MS };
  const [bench, checker] = [createAnsweringProcess(answering), createAnsweringProcess(answering)];
  const context = createContext(options, { ...workspace, bench, checker }, note);
  const parts = {
    nativeEngine: openNativeEngine(environment, progress => context.events.emit({ type: 'native-engine', progress })),
    uploads: openUploads(context),
    offered,
    host: createWorkspaceHost(environment, workspace),
    stepKinds: stepKindViews(),
    builtinRecipes: readBuiltinRecipes(environment.recipesFolder),
    product: { version: environment.version, workspaceName: basename(workspace.paths.folder) },
  };
  const services = createServices(context, parts);
  return {
    services,
    workspace,
    register: transport =>
      void serveAll(services, {
        transport,
        logBug: ({ id, channel, thrown }) =>
          note('error', `${id} ${channel}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`),
      }),
    async close() {
      await services.close();
      bench.close();
      checker.close();
      workspace.close();
    },
  };
}

function openUploads(context: ServiceContext): Uploads {
  const uploads = createUploadFiles({
    folder: context.workspaceFolder,
    newId: context.newId,
    monotonicMs: context.monotonicMs,
    onProgress: (batch, bytes) => context.events.emit({ type: 'upload-progress', batch, bytes }),
  });
  uploads.tidy().catch((thrown: unknown) => context.log('warn', `Left-over uploads stay: ${String(thrown)}`));
  return uploads;
}

interface Opened extends Workspace {
  readonly bench: AnsweringProcess;
  /** Of its own, as it may be busy for minutes. */
  readonly checker: AnsweringProcess;
}

function createContext(options: ApplicationOptions, { db, paths, bench, checker }: Opened, note: ServiceContext['log']): ServiceContext {
  const { environment } = options;
  const builtin = environment.samples;
  const artifacts = createArtifactFiles(paths.artifacts);
  const logPath = (jobId: string): string => join(paths.logs, `${jobId}.log`);
  const logs = new Map<string, (entry: LogEntry) => void>();
  const logOf = (jobId: string): ((entry: LogEntry) => void) => {
    const known = logs.get(jobId) ?? createLogFile(logPath(jobId));
    logs.set(jobId, known);
    return known;
  };
  return {
    db,
    catalog: createCatalog(),
    events: createEventHub(thrown => note('error', String(thrown))),
    supervisor: createSupervisor({
      launcher: createJobLauncher({
        entry: environment.workerEntry,
        start: environment.startChild,
        environment: () => jobEnvironmentOf(environment),
      }),
      folders: () => ({
        artifacts: paths.artifacts,
        checkpoints: paths.checkpoints,
        workspace: paths.folder,
        builtin,
        library: readRegisteredLibrary(environment.enginesFolder)?.folder ?? null,
      }),
      log: (jobId, entry) => logOf(jobId)(entry),
      nowMs: systemClock.nowMs,
      checkpointEveryMs: environment.checkpointEveryMs,
    }),
    cores: environment.cores,
    machine: machineOf(environment),
    workspaceFolder: paths.folder,
    ...systemClock,
    newId: createIds(systemClock.nowMs),
    sha256,
    fingerprint: source => fingerprintOf(createSourceFiles(builtin), source),
    hasArtifact: async hash => isFile(artifactPath(paths.artifacts, hash)),
    readArtifact: hash => artifacts.read(hash),
    artifactBytes: artifacts,
    hasFile: async (path, hash) => (await isFile(path)) && (await sha256OfFile(path)) === hash,
    ...askersOf({ bench, checker }, builtin),
    engineStatus: rememberEngineStatus(environment, join(paths.folder, 'engine.json')),
    removeCheckpoints: folders => removeCheckpoints(paths.checkpoints, folders),
    readLog: (jobId, tail) => readLogTail(logPath(jobId), tail),
    log: note,
  };
}

function askersOf(
  { bench, checker }: Pick<Opened, 'bench' | 'checker'>,
  builtin: Environment['samples'],
): Pick<ServiceContext, 'askBench' | 'askGlimpse' | 'askSourceCheck'> {
  return {
    askBench: question => bench.ask(question),
    askGlimpse: question => bench.ask({ ...question, builtin }) as Promise<FoundSource | null>,
    askSourceCheck(question) {
      checker.close();
      return checker.ask({ ...question, builtin }) as Promise<SourceCheck>;
    },
  };
}

async function fingerprintOf(sources: ReturnType<typeof createSourceFiles>, source: string): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, bytes } of await sources.list(source)) {
    hash.update(`${name}\0${bytes}\0`);
    for await (const chunk of sources.stream(source, name)) hash.update(chunk);
  }
  return hash.digest('hex');
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => false,
  );
}
