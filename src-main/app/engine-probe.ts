import { fork } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { EngineStatus } from '../../src-shared/domain/engine-status.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { Environment } from './environment.ts';

/** What the answer depends on: another machine, Node or version measures again. */
interface Remembered {
  readonly machine: string;
  readonly status: EngineStatus;
}

const PROBE_LIMIT_MS = 60_000;

/**
 * Asks a process of its own which back end is the fastest here, once; the answer is kept in `file`. A file that can't be
 * read or written costs a second measurement, nothing else.
 */
export function rememberEngineStatus(environment: Environment, file: string): () => Promise<EngineStatus> {
  const { version, cores } = environment;
  const machine = [version, process.version, process.arch, cpus()[0]?.model ?? '', cores].join(' · ');
  let asked: Promise<EngineStatus> | null = null;
  const ask = async (): Promise<EngineStatus> => {
    const status = await probe(environment);
    keep(file, { machine, status });
    return status;
  };
  return () => {
    const remembered = asked === null ? recall(file, machine) : null;
    asked ??= remembered === null ? ask() : Promise.resolve(remembered);
    asked.catch(() => (asked = null));
    return asked;
  };
}

function probe({ probeEntry, jobEnvironment }: Environment): Promise<EngineStatus> {
  return new Promise((resolve, reject) => {
    const child = fork(probeEntry, {
      env: { ...process.env, ...jobEnvironment },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout: PROBE_LIMIT_MS,
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
    child.on('message', message => resolve(message as EngineStatus));
    child.on('error', reject);
    child.on('close', code => {
      const message = `The engines could not be measured: the probe ended with ${code ?? 'a signal'}. ${said.trim()}`;
      reject(new AppFailure({ code: 'engine-unavailable', message, hint: "'espalier engine status' shows every candidate." }));
    });
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
