import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { AppError } from '../../src-shared/lib/app-error.ts';
import { err } from '../../src-shared/lib/result.ts';
import type { Transport } from '../ipc/transport.ts';
import { isRendererUrl } from './electron-files.ts';

/** The contracts over Electron's IPC. `pages` lists what is open now. */
export function createElectronTransport(ipcMain: Pick<IpcMain, 'handle'>, pages: () => readonly WebContents[]): Transport {
  return {
    handle(channel, reply) {
      ipcMain.handle(channel, (event, payload: unknown) => (isOurs(event, pages()) ? reply(payload) : err(STRANGER)));
    },
    publish(channel, payload) {
      for (const page of pages()) if (!page.isDestroyed()) page.send(channel, payload);
    },
  };
}

const STRANGER: AppError = { code: 'invalid-input', message: "Only the main frame of Espalier's own window may call." };

/** Our window, its main frame, our own origin. */
export function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, pages: readonly WebContents[]): boolean {
  return pages.includes(sender) && senderFrame !== null && senderFrame === sender.mainFrame && isRendererUrl(senderFrame.url);
}
