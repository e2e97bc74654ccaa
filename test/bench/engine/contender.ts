import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One side of the benchmark, in its process: it trains only while it is asked to. */
export interface Contender {
  readonly name: string;
  /** From the start of the process to its first finished step. */
  readonly firstStepMs: number;
  readonly parameters: number;
  readonly version: string;
  /** Trains for about that long. */
  run(seconds: number): Promise<Stretch>;
  /** Ends the process; its greatest resident memory, bytes. */
  end(): Promise<number>;
}

export interface Stretch {
  readonly steps: number;
  readonly ms: number;
  /** Of our side: inside TensorFlow; tensors alive; resident memory; steps since the start. */
  readonly nativeMs?: number;
  readonly tensors?: number;
  readonly rssBytes?: number;
  readonly done?: number;
}

export interface ContenderPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Resolves after its first step; rejects with its last words when it ends before. */
export async function startContender({ name, command, args, env }: ContenderPlan): Promise<Contender> {
  const began = performance.now();
  const child = spawn(command, [...args], { env: { ...process.env, ...env }, stdio: 'pipe' });
  const answers = messagesOf(child, name);
  const { parameters, version } = (await answers()) as { readonly parameters: number; readonly version: string };
  return {
    name,
    firstStepMs: performance.now() - began,
    parameters,
    version,
    async run(seconds) {
      child.stdin.write(`${JSON.stringify({ seconds })}\n`);
      return (await answers()) as Stretch;
    },
    async end() {
      child.stdin.write('\n');
      return ((await answers()) as { readonly peakBytes: number }).peakBytes;
    },
  };
}

/** The next JSON line of a process; what it logs goes to our standard error. */
function messagesOf(child: ChildProcessWithoutNullStreams, name: string): () => Promise<unknown> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)));
  return async () => {
    for (;;) {
      const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
      if (done === true) throw new Error(`${name} ended: ${words.trim().split('\n').slice(-3).join(' | ')}`);
      if (!value.startsWith('{')) continue;
      const message = JSON.parse(value) as Readonly<Record<string, unknown>>;
      if (message['log'] === undefined) return message;
      process.stderr.write(`${name}: ${String(message['log'])}\n`);
    }
  };
}
