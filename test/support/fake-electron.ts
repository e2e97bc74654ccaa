import { EventEmitter } from 'node:events';
import { basename } from 'node:path';
import { fakeUtilityProcess } from './fake-utility-process.ts';

/** Electron as the composition root of the window sees it, without a window: what was asked for is kept to be looked at. */
export const asked = {
  windows: [] as FakeWindow[],
  privileges: [] as unknown[],
  handlers: new Map<string, (event: unknown, payload: unknown) => Promise<unknown>>(),
  files: new Map<string, (request: { url: string }) => Promise<Response>>(),
  permits: null as ((page: unknown, permission: string) => boolean) | null,
  errors: [] as string[],
  quits: 0,
  focused: 0,
  /** Questions in boxes; each is answered with the next of `answers`, else with the first button. */
  boxes: [] as { message: string; buttons: readonly string[] }[],
  answers: [] as number[],
  menus: [] as unknown[],
  progress: [] as number[],
  blocked: new Set<number>(),
  forked: [] as string[],
  lockData: null as unknown,
};

interface FakeWindow {
  readonly options: Record<string, unknown>;
  readonly page: FakePage;
  readonly events: EventEmitter;
  url: string;
  opened: (() => unknown) | null;
}

interface FakePage extends EventEmitter {
  readonly mainFrame: { url: string };
  readonly session: typeof session;
  readonly sent: unknown[][];
  reloads: number;
}

const session = {
  setPermissionRequestHandler: () => undefined,
  setPermissionCheckHandler: (check: (page: unknown, permission: string) => boolean) => void (asked.permits = check),
};

function createPage(): FakePage {
  const sent: unknown[][] = [];
  return Object.assign(new EventEmitter(), {
    mainFrame: { url: 'app://espalier/index.html#/runs' },
    session,
    sent,
    isDestroyed: () => false,
    reloads: 0,
    reload() {
      this.reloads += 1;
    },
    send: (...message: unknown[]) => void sent.push(message),
  });
}

const open: BrowserWindow[] = [];
const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  getLocale: () => 'en-GB',
  requestSingleInstanceLock(data: unknown) {
    asked.lockData = data;
    return process.env['FAKE_SECOND_INSTANCE'] === undefined;
  },
  enableSandbox: () => undefined,
  whenReady: async () => undefined,
  getPath: () => process.env['XDG_DATA_HOME'],
  /** As Electron does: asks first, and ends only if nobody minds. */
  quit() {
    asked.quits += 1;
    let minded = false;
    app.emit('before-quit', { preventDefault: () => (minded = true) });
    if (!minded) app.emit('fake-ended', 0);
  },
  exit: (code: number) => void app.emit('fake-ended', code),
});

export class BrowserWindow extends EventEmitter {
  static readonly getAllWindows = (): readonly BrowserWindow[] => open;
  readonly webContents: FakePage & { setWindowOpenHandler(handler: () => unknown): void };
  readonly #record: FakeWindow;
  constructor(options: Record<string, unknown>) {
    super();
    const page = createPage();
    const record: FakeWindow = { options, url: '', opened: null, page, events: this };
    this.#record = record;
    this.webContents = Object.assign(page, { setWindowOpenHandler: (handler: () => unknown) => void (record.opened = handler) });
    asked.windows.push(record);
    open.push(this);
  }
  async loadURL(url: string): Promise<void> {
    this.#record.url = url;
  }
  getNormalBounds = () => ({ x: 10, y: 20, width: 1200, height: 700 });
  isMaximized = () => false;
  isMinimized = () => false;
  show = () => undefined;
  focus = () => void (asked.focused += 1);
  setProgressBar = (fraction: number) => void asked.progress.push(fraction);
}

export const Menu = {
  setApplicationMenu: (menu: unknown) => void asked.menus.push(menu),
  buildFromTemplate: (template: unknown) => template,
};
export const utilityProcess = {
  fork(entry: string, args: string[], options: { readonly env: NodeJS.ProcessEnv }) {
    asked.forked.push(basename(entry));
    return fakeUtilityProcess.fork(entry, args, options);
  },
};
export const powerSaveBlocker = {
  start() {
    const id = asked.blocked.size + 1;
    asked.blocked.add(id);
    return id;
  },
  stop: (id: number) => asked.blocked.delete(id),
};
export const screen = { getAllDisplays: () => [display] };
export const dialog = {
  showErrorBox: (_title: string, text: string) => void asked.errors.push(text),
  async showMessageBox(...given: { message: string; buttons: readonly string[] }[]) {
    const { message, buttons } = given.at(-1) ?? { message: '', buttons: [] };
    asked.boxes.push({ message, buttons });
    return { response: asked.answers.shift() ?? 0 };
  },
  showOpenDialog: async () => ({ canceled: false, filePaths: [process.env['FAKE_CHOSEN'] ?? ''] }),
};
export const ipcMain = {
  handle(channel: string, handler: (event: unknown, payload: unknown) => Promise<unknown>) {
    if (asked.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    asked.handlers.set(channel, handler);
  },
};
export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]) => void asked.privileges.push(...schemes),
  handle: (scheme: string, handler: (request: { url: string }) => Promise<Response>) => void asked.files.set(scheme, handler),
};
