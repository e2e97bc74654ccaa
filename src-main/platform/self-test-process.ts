import { fork } from 'node:child_process';
import { delimiter } from 'node:path';
import type { SelfTestReport } from '../../src-shared/domain/native-engine.ts';
import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';

export interface SelfTestOptions {
  /** The bundled `workers/self-test.ts`. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly threads: number;
}

/** What the process sends, once. */
export type SelfTestMessage = { readonly report: SelfTestReport } | { readonly error: AppError };

const LIMIT_MS = 180_000;
const KEPT_CHARACTERS = 4000;

/** Runs the self-test of the library in a folder in a process of its own: a library that crashes takes nothing else with it. */
export function createSelfTest({ entry, environment, threads }: SelfTestOptions) {
  return (folder: string, signal: AbortSignal): Promise<SelfTestReport> =>
    new Promise((resolve, reject) => {
      const paths = [folder, process.env['LD_LIBRARY_PATH'] ?? ''].filter(path => path !== '').join(delimiter);
      const child = fork(entry, [folder, String(threads)], {
        env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', LD_LIBRARY_PATH: paths, ...environment },
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      let said = '';
      let answer: SelfTestMessage | null = null;
      let late = false;
      const timer = setTimeout(() => void ((late = true), child.kill('SIGKILL')), LIMIT_MS);
      const stop = (): void => void child.kill('SIGKILL');
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT_CHARACTERS)));
      child.on('message', message => (answer = message as SelfTestMessage));
      const end = (failure: AppFailure): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        if (signal.aborted) reject(signal.reason as Error);
        else if (answer === null) reject(failure);
        else if ('report' in answer) resolve(answer.report);
        else reject(new AppFailure(answer.error));
      };
      child.on('error', thrown => child.pid === undefined && end(crash(folder, `it did not start (${thrown.message})`, said)));
      child.on('close', (code, name) => {
        const ending = late
          ? `it took more than ${LIMIT_MS / 1000} s`
          : name === null
            ? `it ended with code ${code}`
            : `it was ended by ${name}`;
        end(crash(folder, ending, said));
      });
    });
}

function crash(folder: string, ending: string, said: string): AppFailure {
  const words = said
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .slice(-3)
    .join(' / ');
  return new AppFailure({
    code: 'install-failed',
    message: `The library must pass its self-test, but ${ending}${words === '' ? '' : `. Its last words: ${words.slice(-600)}`}`,
    path: folder,
    hint: 'The processor may lack what this build needs (AVX), or the files are damaged. Computing goes on without it.',
  });
}
