import { delimiter } from 'node:path';
import type { SelfTestReport } from '../../src-shared/domain/native-engine.ts';
import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';
import { askProcess } from './ask-process.ts';
import type { StartChild } from './child-process.ts';

export interface SelfTestOptions {
  /** The bundled `workers/self-test.ts`. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the system's loader looks; a CUDA build's own folder comes before. */
  readonly libraryPath: string;
  readonly threads: number;
  readonly start?: StartChild;
}

/** The process's one argument, as JSON. */
export interface SelfTestRequest {
  readonly folder: string;
  readonly threads: number;
}

/** What the process sends, once. */
export type SelfTestMessage = { readonly report: SelfTestReport } | { readonly error: AppError };

const LIMIT_MS = 180_000;

/** Runs the self-test of the library in a folder in a process of its own: a library that crashes takes nothing else with it. */
export function createSelfTest({ entry, environment, libraryPath, threads, start }: SelfTestOptions) {
  return async (folder: string, signal: AbortSignal): Promise<SelfTestReport> => {
    const request: SelfTestRequest = { folder, threads };
    const path = [folder, libraryPath].filter(each => each !== '').join(delimiter);
    const answer = await askProcess({
      entry,
      argument: JSON.stringify(request),
      environment: { TF_CPP_MIN_LOG_LEVEL: '2', LD_LIBRARY_PATH: path, ...environment },
      ...(start === undefined ? {} : { start }),
      limitMs: LIMIT_MS,
      signal,
    });
    signal.throwIfAborted();
    if ('crash' in answer) throw crashed(folder, answer.crash);
    const message = answer.said as SelfTestMessage;
    if ('error' in message) throw new AppFailure(message.error);
    return message.report;
  };
}

function crashed(folder: string, how: string): AppFailure {
  return new AppFailure({
    code: 'install-failed',
    message: `The library must pass its self-test, but its process ended: ${how}`,
    path: folder,
    hint: 'The processor may lack what this build needs (AVX), or the files are damaged. Computing goes on without it.',
  });
}
