import './zod-without-eval.ts';
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { CHANNELS, EVENTS } from '../../src-shared/contracts/channels.ts';

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
});
