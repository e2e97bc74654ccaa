import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../.out/main/cli.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  /** What ended it, if anything did. */
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly error: string;
  /** The lines of `--json`. */
  readonly lines: readonly Record<string, unknown>[];
}

export interface RunningCli {
  readonly child: ChildProcess;
  /** The lines of `--json` so far. */
  readonly seen: readonly Record<string, unknown>[];
  /** Resolves with the first line that fits. */
  line(fits: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  readonly ended: Promise<CliResult>;
}

/**
 * No native library, wherever the tests run: two runs that are compared must compute with the same engine. And no line in
 * the developer's own list of projects.
 */
const APART = {
  ESPALIER_ENGINES: join(tmpdir(), 'espalier-tests-have-no-engines'),
  ESPALIER_PROJECTS: join(tmpdir(), 'espalier-tests-projects'),
};

/** The built command line as a process of its own. A variable that is undefined is left out. */
export function startCli(args: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}): RunningCli {
  const env = { ...process.env, ...APART, ...environment };
  const child = spawn(process.execPath, [ENTRY, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const waiting = new Set<{ fits: (line: Record<string, unknown>) => boolean; resolve: (line: Record<string, unknown>) => void }>();
  const lines: Record<string, unknown>[] = [];
  let out = '';
  let error = '';
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts.filter(p => p.startsWith('{"'))) {
      const line = JSON.parse(part) as Record<string, unknown>;
      lines.push(line);
      for (const waiter of waiting) if (waiter.fits(line)) waiter.resolve(line);
    }
  });
  const ended = new Promise<CliResult>(resolve => child.on('close', (code, signal) => resolve({ code, signal, out, error, lines })));
  return {
    child,
    seen: lines,
    ended,
    line: fits =>
      new Promise((resolve, reject) => {
        const known = lines.find(fits);
        if (known !== undefined) return resolve(known);
        waiting.add({ fits, resolve });
        void ended.then(() => reject(new Error(`The command ended before such a line: ${error || out}`)));
      }),
  };
}

export function cli(...args: readonly string[]): Promise<CliResult> {
  return startCli(args).ended;
}

/** Runs a recipe to its end; says what the command told, on both streams, where it did not end well. */
export async function runWell(recipe: string, workspace: string): Promise<void> {
  const { code, signal, error, out } = await startCli(['run', recipe, '--workspace', workspace, '--json']).ended;
  if (code === 0) return;
  const told = out.split('\n').filter(line => line.includes('"error"'));
  throw new Error(`espalier run ended with ${code ?? signal}.\n${error}${(told.length > 0 ? told : [out]).join('\n')}`);
}

/** Writes a recipe into a folder; returns its path. */
export function recipeFile(folder: string, steps: Readonly<Record<string, unknown>>, name = 'small'): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ espalier: 1, name, seed: 3, steps }));
  return path;
}

/** A small part of MNIST: seconds instead of minutes, through every layer of the program. */
export const SMALL_STEPS = {
  digits: { do: 'import-data', source: 'builtin:mnist', splits: { train: 2000, validation: 500, test: 500, seed: 7 } },
  dense: { do: 'train', data: 'digits', model: { preset: 'mlp', hidden: [32] }, epochs: 2, batchSize: 50 },
  lean: {
    do: 'prune',
    model: 'dense',
    target: { keep: { fc1: 0.2, fc2: 0.5 } },
    schedule: { kind: 'cubic', epochs: 2 },
    fineTune: { epochs: 1 },
    batchSize: 50,
  },
} as const;

/** The result line of a run. */
export function resultOf(result: CliResult): RunResult {
  const last = result.lines.at(-1);
  if (last?.['type'] !== 'result') throw new Error(`No result: ${result.error || result.out}`);
  return last as unknown as RunResult;
}

export interface RunResult {
  readonly runId: string;
  readonly state: string;
  readonly steps: Readonly<Record<string, StepResult>>;
}

export interface StepResult {
  readonly state: string;
  readonly reused: boolean;
  readonly jobId: string;
  readonly id: string | null;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape of another process's JSON
  readonly output: any;
  readonly error?: { readonly code: string; readonly message: string };
  readonly replicates?: readonly StepResult[];
}
