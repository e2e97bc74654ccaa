import './zod-without-eval.ts';
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { CHANNELS, EVENTS } from '../../src-shared/contracts/channels.ts';
import { OFFER_CHANNEL } from '../../src-shared/contracts/uploads.contract.ts';

// The whole bridge. Values only: no event object, no ipcRenderer and no function of ours leaks into the page.
contextBridge.exposeInMainWorld('bridge', {
  invoke(channel: string, payload: unknown): Promise<unknown> {
    if (!CHANNELS.has(channel)) return Promise.reject(new Error(`There is no call '${channel}'`));
    return ipcRenderer.invoke(channel, payload);
  },
  subscribe(channel: string, listener: (payload: unknown) => void): () => void {
    if (!EVENTS.has(channel)) throw new Error(`There is no event '${channel}'`);
    const forward = (_: IpcRendererEvent, payload: unknown): void => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => void ipcRenderer.off(channel, forward);
  },
  /** The id by which main knows a file of the disk; null for one that is none. The path stays on this side. */
  async offerFile(file: File): Promise<string | null> {
    const path = webUtils.getPathForFile(file);
    return path === '' ? null : ((await ipcRenderer.invoke(OFFER_CHANNEL, path)) as string | null);
  },
});
