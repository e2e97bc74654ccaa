import { UPLOAD_PATH } from '../../src-shared/contracts/uploads.contract.ts';
import type { AppError } from '../../src-shared/lib/app-error.ts';
import { err } from '../../src-shared/lib/result.ts';
import type { Bridge, SendFile } from './bridge.ts';

const BROKEN: AppError = { code: 'connection-lost', message: 'The connection to Espalier broke before the file was there.' };

/** In a browser: the bytes, as they are, over HTTP. */
export function createHttpSender(fetch: typeof window.fetch): SendFile {
  return async ({ batch, path }, file, signal) => {
    try {
      const query = new URLSearchParams({ batch, path });
      const response = await fetch(`${UPLOAD_PATH}?${query.toString()}`, {
        method: 'POST',
        body: file,
        headers: { 'content-type': 'application/octet-stream' },
        signal,
      });
      if (response.ok) return (await response.json()) as unknown;
      return err<AppError>({ ...BROKEN, message: `Espalier refused the file: ${(await response.text()).trim()}` });
    } catch {
      return err(signal.aborted ? CANCELLED : BROKEN);
    }
  };
}

/** In a window of its own: main reads the file itself. The page has neither the bytes nor the path in its hands. */
export function createPathSender(bridge: Bridge & { offerFile(file: File): Promise<string | null> }): SendFile {
  return async ({ batch, path }, dropped, signal) => {
    if (signal.aborted) return err(CANCELLED);
    const file = await bridge.offerFile(dropped);
    if (file === null) return err<AppError>({ code: 'not-found', message: `A file on the disk is required, got '${dropped.name}'` });
    return bridge.invoke('uploads:take', { batch, path, file });
  };
}

const CANCELLED: AppError = { code: 'cancelled', message: 'The upload was cancelled.' };
