import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createUtilityStarter } from '../../src-main/app/desktop/utility-process.ts';

interface Options {
  readonly env: NodeJS.ProcessEnv;
}

/** Electron's `utilityProcess` over Node's fork: a real process, with `process.parentPort` and without `process.send`'s promises. */
export const fakeUtilityProcess = {
  fork(entry: string, args: string[], { env }: Options) {
    const child = fork(entry, args, {
      env,
      execArgv: ['--import', new URL('./parent-port.ts', import.meta.url).href],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const near = Object.assign(new EventEmitter(), {
      pid: child.pid,
      stdout: child.stdout,
      stderr: child.stderr,
      postMessage: (message: object) => void (child.connected && child.send(message, () => undefined)),
      kill: () => child.kill('SIGTERM'),
    });
    child.on('message', message => void near.emit('message', message));
    child.on('exit', (code, signal) => void near.emit('exit', code ?? (signal === null ? 1 : 137)));
    return near;
  },
};

export const startFakeUtility = createUtilityStarter(
  fakeUtilityProcess as unknown as Parameters<typeof createUtilityStarter>[0],
  () => process.env,
);
