import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { EngineCandidate, EngineStatus } from '../../src-shared/domain/engine-status.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { chooseEngine } from '../engine/backends/choose-engine.ts';
import { askProcess, type ProcessAnswer } from '../platform/ask-process.ts';
import { readRegisteredLibrary } from '../platform/engine-registry.ts';
import type { ProbeRequest } from '../workers/probe-request.ts';
import type { Environment } from './environment.ts';
import { jobEnvironmentOf } from './job-environment.ts';

/** What the answer depends on: another machine, Node, version or native library measures again. */
interface Remembered {
  readonly machine: string;
  readonly status: EngineStatus;
}

interface Rung {
  readonly id: string;
  readonly title: string;
  readonly refusal: string | null;
}

/** For one candidate; a cold disk under a large library takes its time. */
const PROBE_LIMIT_MS = 60_000;

/**
 * Asks processes of their own which back end is the fastest here, once; the answer is kept in `file`. A file that can't be
 * read or written costs a second measurement, nothing else. Another registered library is measured at the next question.
 */
export function rememberEngineStatus(environment: Environment, file: string): (again?: 'again') => Promise<EngineStatus> {
  let asked: { readonly machine: string; readonly status: Promise<EngineStatus> } | null = null;
  return again => {
    const machine = withLibrary(environment);
    if (asked?.machine === machine && again === undefined) return asked.status;
    const remembered = again === undefined ? recall(file, machine) : null;
    const status = remembered === null ? measureAnew(environment, { machine, file }) : Promise.resolve(remembered);
    const question = { machine, status };
    asked = question;
    status.catch(() => {
      if (asked === question) asked = null;
    });
    return status;
  };
}

/** What the speed of every engine depends on. */
export function machineOf({ version, cores }: Environment): string {
  return [version, process.version, process.arch, cpus()[0]?.model ?? '', cores].join(' · ');
}

function withLibrary(environment: Environment): string {
  const library = readRegisteredLibrary(environment.enginesFolder)?.fingerprint ?? 'no native library';
  return `${machineOf(environment)} · ${library}`;
}

async function measureAnew(environment: Environment, { machine, file }: { machine: string; file: string }): Promise<EngineStatus> {
  const status = await measureEngines(environment);
  keep(file, { machine, status });
  return status;
}

/** One candidate after the other, so that none is measured while another computes. */
async function measureEngines(environment: Environment): Promise<EngineStatus> {
  const listed = await ask(environment, null);
  if ('crash' in listed) throw new AppFailure({ code: 'engine-unavailable', message: `No engine could be looked at: ${listed.crash}` });
  const candidates: EngineCandidate[] = [];
  for (const rung of listed.said as readonly Rung[]) candidates.push(await measure(environment, rung));
  return chooseEngine(candidates);
}

async function measure(environment: Environment, { id, title, refusal }: Rung): Promise<EngineCandidate> {
  const refused = (reason: string): EngineCandidate => ({
    id,
    title,
    available: false,
    reason,
    probeStepMs: null,
    identity: null,
    threads: null,
  });
  if (refusal !== null) return refused(refusal);
  const answer = await ask(environment, id);
  return 'crash' in answer ? refused(`Crashed while starting: ${answer.crash}`) : (answer.said as EngineCandidate);
}

function ask(environment: Environment, measured: string | null): Promise<ProcessAnswer> {
  const libraryFolder = readRegisteredLibrary(environment.enginesFolder)?.folder;
  const request: ProbeRequest = { measure: measured, options: { libraryFolder, threads: environment.cores } };
  return askProcess({
    entry: environment.probeEntry,
    argument: JSON.stringify(request),
    environment: jobEnvironmentOf(environment),
    start: environment.startChild,
    limitMs: PROBE_LIMIT_MS,
  });
}

function recall(file: string, machine: string): EngineStatus | null {
  try {
    const remembered = JSON.parse(readFileSync(file, 'utf8')) as Remembered;
    return remembered.machine === machine ? remembered.status : null;
  } catch {
    return null;
  }
}

function keep(file: string, remembered: Remembered): void {
  try {
    writeFileSync(`${file}.tmp`, JSON.stringify(remembered));
    renameSync(`${file}.tmp`, file);
  } catch {
    // Measured again next time.
  }
}
