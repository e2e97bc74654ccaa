import type { utilityProcess, UtilityProcess } from 'electron';
import type { ChildProcess, StartChild } from '../../platform/child-process.ts';

/** After the process has gone, its last output is waited for this long. */
const OUTPUT_GRACE_MS = 1000;

/**
 * Our processes as Electron's utility processes: the packaged binary then needs no way to be started as plain Node. A
 * process that Electron can't start ends at once with its reason.
 */
export function createUtilityStarter(electron: typeof utilityProcess, environment: () => NodeJS.ProcessEnv): StartChild {
  return order => {
    try {
      const child = electron.fork(order.entry, [...(order.args ?? [])], {
        env: { ...environment(), ...order.environment },
        stdio: ['ignore', 'pipe', 'pipe'],
        serviceName: 'Espalier job',
        // The user's TensorFlow is not signed by us, and macOS would refuse to load it.
        allowLoadingUnsignedLibraries: true,
      });
      return watch(child);
    } catch (thrown) {
      return neverStarted(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
}

interface FromChild {
  readonly number: number;
  readonly message: unknown;
}

/** Each message is answered with its number: the other side may leave only when its last one has arrived. */
function watch(child: UtilityProcess): ChildProcess {
  const stop: { signal: string | null } = { signal: null };
  const isOver = outputOver(child);
  let gone = false;
  child.once('exit', () => (gone = true));
  return {
    post(message) {
      if (!gone) child.postMessage({ message });
    },
    onMessage: listener =>
      void child.on('message', ({ number, message }: FromChild) => {
        listener(message);
        if (!gone) child.postMessage({ ack: number });
      }),
    onOutput(listener) {
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => listener(chunk.toString('utf8')));
    },
    onExit: listener =>
      void child.once(
        'exit',
        code => void isOver().then(() => listener(stop.signal === null ? { code, signal: null } : { code: null, ...stop })),
      ),
    kill(signal) {
      if (gone) return;
      stop.signal = signal;
      // Electron's own kill is SIGTERM; what does not listen to that needs the system's.
      if (signal === 'SIGKILL' && child.pid !== undefined) killHard(child.pid);
      else child.kill();
    },
  };
}

/** Resolves when both streams have ended, or soon after: a grandchild may hold them open. */
function outputOver(child: UtilityProcess): () => Promise<unknown> {
  const streams = [child.stdout, child.stderr].flatMap(stream =>
    stream === null ? [] : [new Promise(resolve => (stream as NodeJS.ReadableStream).once('end', resolve).once('close', resolve))],
  );
  return () => Promise.race([Promise.all(streams), new Promise(resolve => setTimeout(resolve, OUTPUT_GRACE_MS))]);
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function neverStarted(failure: string): ChildProcess {
  return {
    post: () => undefined,
    onMessage: () => undefined,
    onOutput: () => undefined,
    onExit: listener => queueMicrotask(() => listener({ code: null, signal: null, failure })),
    kill: () => undefined,
  };
}
