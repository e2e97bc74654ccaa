import { BrowserWindow, screen } from 'electron';
import { RENDERER_URL } from './electron-files.ts';
import { LEAST_SIZE, openingOf, readWindowState, saveWindowState } from './electron-window-state.ts';

export interface WindowFiles {
  readonly preload: string;
  /** Where the window's place is kept. */
  readonly state: string;
}

/** The one window: sandboxed, without Node, and unable to leave the renderer's own address. */
export function openWindow(files: WindowFiles): BrowserWindow {
  const state = readWindowState(files.state);
  const screens = screen.getAllDisplays().map(display => display.workArea);
  const window = new BrowserWindow({
    ...openingOf(state, screens),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    webPreferences: {
      preload: files.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (state?.maximised === true) window.maximize();
  keepInside(window);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => saveWindowState(files.state, { bounds: window.getNormalBounds(), maximised: window.isMaximized() }));
  void window.loadURL(RENDERER_URL);
  return window;
}

function keepInside({ webContents }: BrowserWindow): void {
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', event => event.preventDefault());
  webContents.on('will-redirect', event => event.preventDefault());
  webContents.on('will-attach-webview', event => event.preventDefault());
  webContents.session.setPermissionRequestHandler((_, permission, answer) => answer(permission === 'clipboard-sanitized-write'));
  webContents.session.setPermissionCheckHandler((_, permission) => permission === 'clipboard-sanitized-write');
}
