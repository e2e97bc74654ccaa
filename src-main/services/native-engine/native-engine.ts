import { resolve } from 'node:path';
import {
  type EngineFlavour,
  type InstallProgress,
  type NativeEngineState,
  type RegisteredEngine,
  type SelfTestReport,
} from '../../../src-shared/domain/native-engine.ts';
import { AppFailure, invalidInput, toAppError, type AppError } from '../../../src-shared/lib/app-error.ts';
import type { InstallWork } from './fetch-wheels.ts';
import { installEngine, requiredBytes } from './install-engine.ts';
import { isOurs, ourFolders } from './installed-folder.ts';
import type { EnginePackage } from './packages.ts';
import type { EnginePorts } from './ports.ts';
import { passSelfTest, register, requirePassed } from './test-and-register.ts';

export interface Removed {
  /** What was registered until now. */
  readonly engine: RegisteredEngine | null;
  /** Folders that were deleted; a folder the user pointed at never is. */
  readonly folders: readonly string[];
}

/** TensorFlow's library on this machine: fetching it, pointing at one, letting go of it. One thing at a time. */
export interface NativeEngine {
  state(): NativeEngineState;
  /** Throws `install-failed`, `disk-full`, `read-only`, `cancelled`. */
  install(flavour: EngineFlavour): Promise<RegisteredEngine>;
  /** Throws `invalid-input` for a folder without a library that can run here. */
  use(folder: string): Promise<RegisteredEngine>;
  uninstall(): Promise<Removed>;
  /** Of a folder's library, or of the registered one's; changes nothing. Throws `not-found` when there is none. */
  test(folder: string | null): Promise<SelfTestReport>;
  /** Stops what is under way; false when nothing is. */
  cancel(): boolean;
  close(): Promise<void>;
}

interface Underway {
  cancel(): void;
  done: Promise<unknown>;
  progress: InstallProgress | null;
}

/** News more often than this are for nobody. */
const REPORT_MS = 100;

/** `onChange` hears of progress, and of null when something ended. */
export function createNativeEngine(ports: EnginePorts, onChange: (progress: InstallProgress | null) => void): NativeEngine {
  const one = createOneAtATime(ports, onChange);
  return {
    state: () => ({ ...offersOf(ports), registered: ports.readRegistered(), ...one.state() }),
    install: flavour => one.begin(work => installEngine(work, requirePackage(ports, flavour))),
    use: folder => one.begin(work => useFolder(work, folder)),
    uninstall: () => one.begin(() => removeAll(ports)),
    test: folder => testFolder(ports, folder),
    cancel: one.cancel,
    async close() {
      one.cancel();
      await one.ended();
    },
  };
}

interface OneAtATime {
  state(): Pick<NativeEngineState, 'isBusy' | 'progress' | 'failure'>;
  begin<T>(work: (work: InstallWork) => Promise<T>): Promise<T>;
  cancel(): boolean;
  ended(): Promise<unknown>;
}

function createOneAtATime(ports: EnginePorts, onChange: (progress: InstallProgress | null) => void): OneAtATime {
  let underway: Underway | null = null;
  let failure: AppError | null = null;

  async function finish<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    try {
      return await locked(ports, work);
    } catch (thrown) {
      const told = explain(thrown, signal, ports);
      failure = told.error;
      throw told;
    } finally {
      underway = null;
      onChange(null);
    }
  }

  return {
    state: () => ({ isBusy: underway !== null, progress: underway?.progress ?? null, failure }),
    begin(work) {
      if (underway !== null) return Promise.reject(alreadyUnderway());
      const { signal, ...abort } = cancellation();
      const mine: Underway = { cancel: abort.cancel, done: Promise.resolve(), progress: null };
      const onProgress = throttled(ports.monotonicMs, progress => {
        mine.progress = progress;
        onChange(progress);
      });
      failure = null;
      underway = mine;
      const done = finish(signal, () => work({ ports, signal, onProgress }));
      mine.done = done.catch(() => undefined);
      return done;
    },
    cancel() {
      underway?.cancel();
      return underway !== null;
    },
    ended: () => underway?.done ?? Promise.resolve(),
  };
}

function cancellation(): { readonly signal: AbortSignal; cancel(): void } {
  const abort = new AbortController();
  return { signal: abort.signal, cancel: () => abort.abort() };
}

function requirePackage(ports: EnginePorts, flavour: EngineFlavour): EnginePackage {
  const wanted = ports.packageFor(flavour);
  if (wanted.ok) return wanted.value;
  const hint = "'espalier engine use FOLDER' takes any TensorFlow library, from version 2.9 on.";
  throw new AppFailure({ code: 'install-failed', message: wanted.error, hint });
}

async function locked<T>(ports: EnginePorts, work: () => Promise<T>): Promise<T> {
  await ports.files.makeFolder(ports.enginesFolder);
  const lock = ports.lock();
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function useFolder(work: InstallWork, folder: string): Promise<RegisteredEngine> {
  const found = work.ports.findLibrary(resolve(folder));
  if (!found.ok) throw refusalOf(found.error);
  const { folder: path } = found.value;
  const report = await passSelfTest(work, path);
  const where = {
    folder: path,
    origin: isOurs(work.ports, path) ? 'installed' : 'folder',
    flavour: report.builtForCuda ? 'cuda' : 'cpu',
  } as const;
  return register(work, where, report);
}

async function removeAll(ports: EnginePorts): Promise<Removed> {
  const engine = ports.readRegistered();
  // First, so that whatever happens next nobody is sent to a folder that is half gone.
  await ports.writeRegistered(null);
  const folders = await ourFolders(ports);
  for (const folder of folders) await ports.files.remove(folder);
  return { engine, folders };
}

async function testFolder(ports: EnginePorts, folder: string | null): Promise<SelfTestReport> {
  const asked = folder ?? ports.readRegistered()?.folder ?? null;
  if (asked === null)
    throw new AppFailure({ code: 'not-found', message: 'No native library is registered', hint: "'espalier engine install' fetches one." });
  const found = ports.findLibrary(resolve(asked));
  if (!found.ok) throw refusalOf(found.error);
  const report = await ports.selfTest(found.value.folder, new AbortController().signal);
  requirePassed(report, found.value.folder);
  return report;
}

function refusalOf({ message, path }: { readonly message: string; readonly path: string }): AppFailure {
  return invalidInput(message, {
    path,
    hint: "Name the folder with TensorFlow's library files, or fetch them with 'espalier engine install'.",
  });
}

function alreadyUnderway(): AppFailure {
  return new AppFailure({
    code: 'install-failed',
    message: 'The native engine is being changed already',
    hint: 'Wait for its end, or cancel it.',
  });
}

/** What a person is told: an end that was asked for, or a disk that filled up on the way. */
function explain(thrown: unknown, signal: AbortSignal, { enginesFolder }: EnginePorts): AppFailure {
  if (signal.aborted) {
    const hint = 'What was fetched whole is kept: installing again goes on from there.';
    return new AppFailure({ code: 'cancelled', message: 'Cancelled; nothing was registered', hint }, { cause: thrown });
  }
  if (thrown instanceof AppFailure) return thrown;
  const error = toAppError(thrown);
  const path = error.path ?? enginesFolder;
  if (error.code === 'disk-full')
    return new AppFailure({ ...error, path, hint: 'Free some space, then install again.' }, { cause: thrown });
  return new AppFailure({ ...error, path }, { cause: thrown });
}

function offersOf(ports: EnginePorts): Pick<NativeEngineState, 'offers' | 'refusal'> {
  const cpu = ports.packageFor('cpu');
  const offers = (['cpu', 'cuda'] as const).flatMap(flavour => {
    const found = ports.packageFor(flavour);
    if (!found.ok) return [];
    return [
      { flavour, tensorflow: found.value.tensorflow, downloadBytes: found.value.downloadBytes, requiredBytes: requiredBytes(found.value) },
    ];
  });
  return { offers, refusal: cpu.ok ? null : cpu.error };
}

/** Always the first of a stage and of a subject; within one, not more often than a screen can show. */
function throttled(monotonicMs: () => number, report: (progress: InstallProgress) => void): (progress: InstallProgress) => void {
  let last: InstallProgress | null = null;
  let lastMs = -Infinity;
  return progress => {
    const isNew = last?.stage !== progress.stage || last.subject !== progress.subject;
    if (!isNew && monotonicMs() - lastMs < REPORT_MS) return;
    last = progress;
    lastMs = monotonicMs();
    report(progress);
  };
}
