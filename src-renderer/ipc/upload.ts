import { uploadsContract, type Uploaded } from '../../src-shared/contracts/uploads.contract.ts';
import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';
import type { Result } from '../../src-shared/lib/result.ts';
import type { Api } from './api-context.tsx';
import type { Host } from './bridge.ts';
import { subscribeTo } from './create-client.ts';
import { unwrap } from './queries.ts';

/** Files that become one source. */
export interface UploadGroup {
  readonly name: string;
  readonly files: readonly UploadPart[];
}

export interface UploadPart {
  /** Inside the group; `/` between folders. */
  readonly path: string;
  readonly bytes: number;
  /** A file of the page, or the id of one that main knows already. */
  readonly file: File | string;
}

export interface UploadWatch {
  readonly signal: AbortSignal;
  /** Share of the bytes, 0 to 1. */
  onProgress(fraction: number): void;
}

/** Brings the files into the workspace; an AppFailure when they did not all come, and then none is kept. */
export async function uploadGroup({ host, api }: { host: Host; api: Api }, group: UploadGroup, watch: UploadWatch): Promise<Uploaded> {
  const bytes = group.files.reduce((sum, part) => sum + part.bytes, 0);
  const { batch } = await unwrap(api.uploads.begin({ name: group.name, files: group.files.length, bytes }));
  const stop = subscribeTo(uploadsContract, 'progress', host.bridge, event => {
    if (event.batch === batch) watch.onProgress(bytes === 0 ? 1 : event.bytes / bytes);
  });
  try {
    await sendAll(group.files, watch.signal, (part, signal) => sendPart({ host, api }, batch, part, signal));
    return await unwrap(api.uploads.finish({ batch }));
  } catch (thrown) {
    await api.uploads.abandon({ batch });
    throw thrown;
  } finally {
    stop();
  }
}

/** Of many small files each waits for an answer most of its time; a browser opens six connections. */
const AT_ONCE = 4;

/** Some at once. After the first that fails none is begun, and none is under way when this ends. */
async function sendAll(
  parts: readonly UploadPart[],
  cancelled: AbortSignal,
  send: (part: UploadPart, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([cancelled, failed.signal]);
  const left = parts.values();
  const failures: unknown[] = [];
  async function sendNext(): Promise<void> {
    for (const part of left) {
      if (failures.length > 0) return;
      await send(part, signal).catch((thrown: unknown) => {
        failures.push(thrown);
        failed.abort();
      });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
  if (failures.length > 0) throw failures[0];
}

async function sendPart(
  { host, api }: { host: Host; api: Api },
  batch: string,
  { path, file }: UploadPart,
  signal: AbortSignal,
): Promise<void> {
  const answer =
    typeof file === 'string'
      ? await api.uploads.take({ batch, path, file })
      : ((await host.sendFile({ batch, path }, file, signal)) as Result<unknown, AppError>);
  if (!answer.ok) throw new AppFailure(answer.error);
  if (signal.aborted) throw new AppFailure({ code: 'cancelled', message: 'The upload was cancelled.' });
}
