import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol } from 'electron';
import { exitCodeOf, toAppError } from '../../src-shared/lib/app-error.ts';
import { openApplication, type Application } from './application.ts';
import { RENDERER_SCHEME, rendererResponse } from './electron-files.ts';
import { createElectronTransport } from './electron-transport.ts';
import { openWindow } from './electron-window.ts';
import { readEnvironment, type Environment } from './environment.ts';

/** Composition root of the window of its own. */

// Both must be said before Electron is ready.
protocol.registerSchemesAsPrivileged([{ scheme: RENDERER_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
app.enableSandbox();

if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

function start(): void {
  const environment = readEnvironment();
  const application = tryToOpen(environment);
  if (application === null) return;
  protocol.handle(RENDERER_SCHEME, request => rendererResponse(environment.rendererFolder, request.url));
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]) : null,
  );
  application.register(createElectronTransport(ipcMain, () => BrowserWindow.getAllWindows().map(window => window.webContents)));
  application.services.runs.resumeInterrupted();
  void application.services.context.engineStatus().catch(() => undefined);
  openOrFocus();
  app.on('second-instance', openOrFocus);
  app.on('activate', openOrFocus);
  app.on('window-all-closed', () => app.quit());
  closeBeforeQuitting(application);
}

/** A workspace that is held by someone else, damaged or newer is told in a box; there is no window to show it in. */
function tryToOpen(environment: Environment): Application | null {
  const { values } = parseArgs({ options: { workspace: { type: 'string' } }, strict: false });
  const folder = typeof values.workspace === 'string' ? resolve(values.workspace) : environment.defaultWorkspace;
  try {
    return openApplication({ environment, workspaceFolder: folder, program: 'Espalier' });
  } catch (thrown) {
    const error = toAppError(thrown);
    dialog.showErrorBox('Espalier', [error.message, error.path, error.hint].filter(Boolean).join('\n\n'));
    app.exit(exitCodeOf(error.code));
    return null;
  }
}

function openOrFocus(): void {
  const window = BrowserWindow.getAllWindows()[0];
  if (window === undefined) {
    const folder = dirname(fileURLToPath(import.meta.url));
    openWindow({ preload: join(folder, 'preload.cjs'), state: join(app.getPath('userData'), 'window.json') });
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** What runs is interrupted, its checkpoint kept, and the workspace let go of before the process ends; asking again changes nothing. */
function closeBeforeQuitting(application: Application): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  const quit = (): void => {
    state = 'closed';
    app.quit();
  };
  app.on('before-quit', event => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    application.close().then(quit, quit);
  });
}
