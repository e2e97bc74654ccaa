import { parentPort, workerData } from 'node:worker_threads';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { fuzzSources, type FuzzSource } from './fuzz-sources.ts';

/** Files of a source, changed; the number is the caller's. */
export interface FuzzRequest {
  readonly source: number;
  readonly files: FuzzSource['files'];
}

export interface FuzzAnswer {
  readonly outcome: 'read' | 'refused' | 'bug';
  readonly spentMs: number;
  /** Of the whole process, in MB. */
  readonly memoryMb: number;
  /** Of what was thrown and is no error value. */
  readonly thrown?: string;
}

/** Reads what it is sent, so that a reader that never ends can be ended. */
const sources = await fuzzSources((workerData as { readonly only?: string }).only);
parentPort?.on('message', (request: FuzzRequest) => void answer(request).then(found => parentPort?.postMessage(found)));
parentPort?.postMessage('ready');

async function answer({ source, files }: FuzzRequest): Promise<FuzzAnswer> {
  const start = performance.now();
  const told = await read(source, files);
  return { ...told, spentMs: performance.now() - start, memoryMb: process.memoryUsage().rss / 1e6 };
}

async function read(source: number, files: FuzzSource['files']): Promise<Pick<FuzzAnswer, 'outcome' | 'thrown'>> {
  try {
    await sources[source]!.read(files);
    return { outcome: 'read' };
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'invalid-input') return { outcome: 'refused' };
    return { outcome: 'bug', thrown: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}
