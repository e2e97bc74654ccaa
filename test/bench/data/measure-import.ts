import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultOf, startCli } from '../../support/cli.ts';

const POLL_MS = 100;

export interface MeasuredImport {
  /** From the start of the job's process to the end of the run. */
  readonly seconds: number;
  /** Of the job's process and its threads: what it would take a machine that does nothing else, but for waiting. */
  readonly cpuSeconds: number;
  /** Of the largest process (VmHWM). */
  readonly peakBytes: number;
}

/** Imports in a fresh workspace. */
export async function measureImport(step: object, folder: string): Promise<MeasuredImport> {
  const workspace = mkdtempSync(join(folder, 'import-'));
  const recipe = join(workspace, 'import.json');
  writeFileSync(recipe, JSON.stringify({ espalier: 1, name: 'import', seed: 1, steps: { data: step } }));
  const { child, ended } = startCli(['run', recipe, '--workspace', join(workspace, 'workspace'), '--json']);
  let [peakBytes, cpuSeconds] = [0, 0];
  let startedMs = 0;
  const timer = setInterval(() => {
    const processes = descendants(child.pid ?? 0);
    const peaks = processes.map(peakOf);
    if (peaks.length > 0 && startedMs === 0) startedMs = performance.now();
    peakBytes = Math.max(peakBytes, ...peaks);
    cpuSeconds = Math.max(cpuSeconds, ...processes.map(cpuSecondsOf));
  }, POLL_MS);
  const done = await ended;
  clearInterval(timer);
  const seconds = (performance.now() - startedMs) / 1000;
  rmSync(workspace, { recursive: true, force: true });
  if (done.code !== 0) throw new Error(`The import failed: ${done.error || JSON.stringify(resultOf(done))}`);
  return { seconds, cpuSeconds, peakBytes };
}

function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .map(Number)
    .filter(other => Number.isInteger(other) && parentOf(other) === pid);
  return children.flatMap(child => [child, ...descendants(child)]);
}

function parentOf(pid: number): number {
  return statusOf(pid, /PPid:\s+(\d+)/);
}

function peakOf(pid: number): number {
  return 1024 * statusOf(pid, /VmHWM:\s+(\d+)/);
}

/** User and system time, which Linux tells in hundredths. */
function cpuSecondsOf(pid: number): number {
  const [user = 0, system = 0] =
    /\) (?:\S+ ){11}(\d+) (\d+)/
      .exec(textOf(`/proc/${pid}/stat`))
      ?.slice(1)
      .map(Number) ?? [];
  return (user + system) / 100;
}

/** 0 for a process that has ended meanwhile. */
function statusOf(pid: number, line: RegExp): number {
  return Number(line.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
