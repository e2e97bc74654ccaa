import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../src-shared/contracts/channels.ts';
import { openWorkspace } from '../../src-main/stores/open-workspace.ts';
import { HOLDER } from '../support/store-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HARNESS = join(import.meta.dirname, '..', 'support', 'run-desktop.ts');
const PRELOAD = join(import.meta.dirname, '..', '..', '.out', 'main', 'preload.cjs');

/** The built desktop bundle over a fake Electron, with its workspace in `folder`. */
async function startDesktop(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
  const home = process.platform === 'win32' ? { APPDATA: folder } : { XDG_DATA_HOME: folder };
  const env = { ...process.env, ...home, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [HARNESS], { env });
  return JSON.parse(stdout) as Record<string, unknown>;
}

const refused = { ok: false, error: { code: 'invalid-input', message: "Only the main frame of Espalier's own window may call." } };

describe.skipIf(process.platform === 'darwin')('the window', () => {
  it('is sandboxed, shows nothing but our own pages, and answers nobody else', async () => {
    const folder = temporaryFolder();
    const seen = await startDesktop(folder);
    expect(seen['webPreferences']).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false });
    expect(existsSync((seen['webPreferences'] as { preload: string }).preload)).toBe(true);
    expect(seen['url']).toBe('app://espalier/index.html');
    expect(seen['privileges']).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
    expect(seen['channels']).toEqual([...CHANNELS].sort());
    expect(seen['ours']).toMatchObject({ ok: true, value: { name: 'workspace' } });
    for (const stranger of ['foreignPage', 'innerFrame', 'goneFrame', 'elsewhere'])
      expect([stranger, seen[stranger]]).toEqual([stranger, refused]);
    expect(seen['opened']).toEqual({ action: 'deny' });
    expect(seen['prevented']).toEqual([true, true, true]);
    expect([seen['camera'], seen['clipboard']]).toEqual([false, true]);
  });

  it('serves the built screens with the policy, and no file beside them', async () => {
    const seen = await startDesktop(temporaryFolder());
    const policy = expect.stringContaining("script-src 'self'") as string;
    expect(seen['index']).toEqual({ status: 200, type: 'text/html; charset=utf-8', policy });
    for (const other of ['stamp', 'climbing', 'otherHost']) expect(seen[other]).toMatchObject({ status: 404, policy });
  });

  it('brings itself to the front when it is started again', async () => {
    const seen = await startDesktop(temporaryFolder());
    expect([seen['windows'], seen['focused']]).toEqual([1, 1]);
  });

  it('closes the workspace before it ends, once, and remembers where it was', async () => {
    const folder = temporaryFolder();
    const seen = await startDesktop(folder);
    expect([seen['code'], seen['quits']]).toEqual([0, 3]);
    expect(JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'))).toEqual({
      bounds: { x: 10, y: 20, width: 1200, height: 700 },
      maximised: false,
    });
  });

  it('says in a dialog who holds the workspace, and ends', async () => {
    const folder = temporaryFolder();
    const workspace = openWorkspace(join(folder, process.platform === 'win32' ? 'Espalier' : 'espalier', 'workspace'), HOLDER);
    const seen = await startDesktop(folder);
    workspace.close();
    expect(seen).toEqual({ errors: [expect.stringContaining(HOLDER.name)], code: 3 });
  });

  it('leaves a second start to the first', async () => {
    const folder = temporaryFolder();
    expect(await startDesktop(folder, { FAKE_SECOND_INSTANCE: 'yes' })).toEqual({ errors: [], code: 0 });
    expect(existsSync(join(folder, 'espalier'))).toBe(false);
  });
});

interface Exposed {
  invoke(channel: string, payload: unknown): Promise<unknown>;
  subscribe(channel: string, listener: (payload: unknown) => void): () => void;
}

/** The built preload script in a context that has, as in the sandbox, no Node but `require('electron')`. */
function loadPreload(): { name: string; bridge: Exposed; listeners: Map<string, (event: unknown, payload: unknown) => void> } {
  const listeners = new Map<string, (event: unknown, payload: unknown) => void>();
  const exposed: [string, Exposed][] = [];
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, bridge: Exposed) => void exposed.push([name, bridge]) },
    ipcRenderer: {
      invoke: async (channel: string, payload: unknown) => ({ channel, payload }),
      on: (channel: string, listener: (event: unknown, payload: unknown) => void) => void listeners.set(channel, listener),
      off: (channel: string) => void listeners.delete(channel),
    },
  };
  const load = (id: string): unknown => {
    if (id !== 'electron') throw new Error(`module not found: ${id}`);
    return electron;
  };
  const context = vm.createContext(
    { require: load, URL, TextEncoder, TextDecoder, console },
    { codeGeneration: { strings: false, wasm: false } },
  );
  vm.runInContext(`(function (exports, module) {${readFileSync(PRELOAD, 'utf8')}\n})({}, { exports: {} })`, context);
  const [name, bridge] = exposed[0] ?? ['', undefined];
  if (bridge === undefined) throw new Error('Nothing was exposed');
  return { name, bridge, listeners };
}

describe('the preload script', () => {
  it('passes the calls of the contracts on, and no others', async () => {
    const { name, bridge } = loadPreload();
    expect(name).toBe('bridge');
    expect(await bridge.invoke('runs:list', { limit: NaN })).toEqual({ channel: 'runs:list', payload: { limit: NaN } });
    await expect(bridge.invoke('runs:changed', {})).rejects.toMatchObject({ message: expect.stringContaining('runs:changed') as string });
    await expect(bridge.invoke('ELECTRON_BROWSER_REQUIRE', 'fs')).rejects.toMatchObject({
      message: expect.stringContaining('no call') as string,
    });
  });

  it('hands a page the payload of an event without the event, until it ends the subscription', () => {
    const { bridge, listeners } = loadPreload();
    const heard: unknown[] = [];
    const end = bridge.subscribe('runs:changed', (...all: unknown[]) => void heard.push(all));
    listeners.get('runs:changed')?.({ sender: 'secret' }, { seq: 1 });
    expect(heard).toEqual([[{ seq: 1 }]]);
    end();
    expect(listeners.size).toBe(0);
    expect(() => bridge.subscribe('runs:list', () => undefined)).toThrow(/no event/);
  });
});
