import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../src-shared/contracts/channels.ts';
import { OFFER_CHANNEL } from '../../src-shared/contracts/uploads.contract.ts';
import { openWorkspace } from '../../src-main/stores/open-workspace.ts';
import { listRuns } from '../../src-main/stores/run-store.ts';
import { SMALL_STEPS } from '../support/cli.ts';
import { HOLDER } from '../support/store-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HARNESS = join(import.meta.dirname, '..', 'support', 'run-desktop.ts');
const PRELOAD = join(import.meta.dirname, '..', '..', '.out', 'main', 'preload.cjs');

const LONG_RUN = {
  espalier: 1,
  name: 'long',
  seed: 3,
  steps: { digits: SMALL_STEPS.digits, dense: { ...SMALL_STEPS.dense, epochs: 900 } },
};

/** The built desktop bundle over a fake Electron, with its workspace in `folder`. */
async function startDesktop(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
  const home = process.platform === 'win32' ? { APPDATA: folder } : { XDG_DATA_HOME: folder };
  const env = { ...process.env, ESPALIER_ENGINES: join(folder, 'no-engines'), ...home, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [HARNESS], { env, timeout: 50_000 });
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
    expect(seen['channels']).toEqual([...CHANNELS, OFFER_CHANNEL].sort());
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

  it('hands what the system opens to the page, once it is there, without a path; and offers a reload after a crash', async () => {
    const folder = temporaryFolder();
    const recipe = join(folder, 'mine.espalier');
    writeFileSync(recipe, 'espalier: 1\n');
    const seen = await startDesktop(folder, { FAKE_RECIPE: recipe });
    const file = { file: expect.any(String) as string, name: 'mine.espalier', bytes: 12, text: 'espalier: 1\n' };
    expect(seen['waiting']).toBe(0);
    expect(seen['hello']).toEqual({ ok: true, value: { opened: [file] } });
    expect(seen['opened']).toEqual([{ seq: 0, files: [file] }]);
    expect(seen['offered']).toEqual([expect.any(String), null, null]);
    expect(seen['menu']).toContain('新建实验');
    expect(seen['boxes']).toEqual([{ message: '窗口已停止工作', buttons: ['重新加载', '关闭'] }]);
    expect(seen['reloads']).toBe(1);
    expect(JSON.stringify([seen['hello'], seen['opened']])).not.toContain(folder);
  });

  it('opens another project in place of the first, and that one at the next start', async () => {
    const folder = temporaryFolder();
    const other = join(folder, 'other');
    const seen = await startDesktop(folder, { FAKE_CHOSEN: other });
    expect(seen['chosen']).toMatchObject({ ok: true });
    expect(seen['switched']).toHaveLength(1);
    expect(seen['after']).toMatchObject({ ok: true, value: { name: 'other', path: other } });
    const again = await startDesktop(folder);
    expect(again['ours']).toMatchObject({ ok: true, value: { path: other } });
    // The first one was let go of.
    openWorkspace(join(folder, process.platform === 'win32' ? 'Espalier' : 'espalier', 'workspace'), HOLDER).close();
  });

  it('asks before it interrupts what runs, stays when told to, and keeps the machine awake meanwhile', async () => {
    const folder = temporaryFolder();
    const seen = await startDesktop(folder, { FAKE_RUN: JSON.stringify(LONG_RUN) });
    const question = { message: 'A run is still going on', buttons: ['Keep in queue and quit', 'Cancel'] };
    expect(seen['stayed']).toEqual({ boxes: [question], quits: 1 });
    expect([seen['blocked'], seen['closed'], seen['code']]).toEqual([1, true, 0]);
    expect(seen['boxes']).toEqual([question, question]);
    expect([seen['still'], seen['progress']]).toEqual([0, -1]);
    expect(seen['forked']).toEqual(expect.arrayContaining(['probe.js', 'worker.js']));
    const { db, close } = openWorkspace(join(folder, process.platform === 'win32' ? 'Espalier' : 'espalier', 'workspace'), HOLDER);
    expect(listRuns(db, 9).map(run => run.state)).toEqual(['interrupted']);
    close();
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
  offerFile(file: { readonly path: string }): Promise<unknown>;
}

/** The built preload script in a context that has, as in the sandbox, no Node but `require('electron')`. */
function loadPreload(): { name: string; bridge: Exposed; listeners: Map<string, (event: unknown, payload: unknown) => void> } {
  const listeners = new Map<string, (event: unknown, payload: unknown) => void>();
  const exposed: [string, Exposed][] = [];
  const electron = {
    webUtils: { getPathForFile: ({ path }: { readonly path: string }) => path },
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

  it('tells main the path of a dropped file, and the page what main answers', async () => {
    const { bridge } = loadPreload();
    expect(await bridge.offerFile({ path: '/home/ada/iris.csv' })).toEqual({ channel: OFFER_CHANNEL, payload: '/home/ada/iris.csv' });
    expect(await bridge.offerFile({ path: '' })).toBeNull();
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
