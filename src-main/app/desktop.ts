import { app, BrowserWindow, dialog, ipcMain, protocol, utilityProcess } from 'electron';
import { exitCodeOf, toAppError } from '../../src-shared/lib/app-error.ts';
import { createIds } from '../platform/ids.ts';
import { systemClock } from '../platform/clock.ts';
import { createOfferedFiles } from '../platform/offered-files.ts';
import { chooseFolder } from './desktop/boxes.ts';
import { startDesktop, workspacesToTry } from './desktop/start.ts';
import { createUtilityStarter } from './desktop/utility-process.ts';
import { filesOnCommandLine } from './desktop/opened-files.ts';
import { languageOf } from './desktop/texts.ts';
import { RENDERER_SCHEME } from './electron-files.ts';
import { readEnvironment } from './environment.ts';
import { openProjectHost, type ProjectHost, type ProjectHostOptions } from './project-host.ts';

/** Composition root of the window of its own. */

// All of these must be said before Electron is ready.
protocol.registerSchemesAsPrivileged([{ scheme: RENDERER_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
app.enableSandbox();

const ownArguments = process.argv.slice(app.isPackaged ? 1 : 2);
const files = filesOnCommandLine(ownArguments, process.cwd());

// A second start hands its files to the first one, by their absolute paths, and ends.
if (app.requestSingleInstanceLock({ files })) openFirstInstance();
else app.quit();

function openFirstInstance(): void {
  const early: string[] = [...files];
  // On macOS the system says what to open, also before there is anything to open it with.
  const keep = (event: { preventDefault(): void }, path: string): void => {
    event.preventDefault();
    early.push(path);
  };
  app.on('open-file', keep);
  void app.whenReady().then(() => {
    const environment = { ...readEnvironment(), startChild: createUtilityStarter(utilityProcess, () => process.env) };
    const offered = createOfferedFiles(createIds(systemClock.nowMs));
    const state = { language: languageOf(app.getLocale()) };
    const listeners = { language: [] as (() => void)[], opened: [] as (() => void)[] };
    const host = openFirst(workspacesToTry(environment, ownArguments), workspaceFolder => ({
      environment,
      workspaceFolder,
      program: 'Espalier',
      offered,
      chooseFolder: () => chooseFolder(state.language),
      onLanguage: language => {
        state.language = language;
        for (const tell of listeners.language) tell();
      },
      onOpened: () => listeners.opened.forEach(tell => tell()),
    }));
    if (host === null) return;
    app.off('open-file', keep);
    startDesktop({ environment, host, offered, early, language: () => state.language, listeners, ipcMain });
  });
}

/** The first folder that opens. What can't be opened is told in a box: there is no window yet to show it in. */
function openFirst(folders: readonly string[], optionsOf: (folder: string) => ProjectHostOptions): ProjectHost | null {
  let code = 1;
  for (const folder of folders) {
    try {
      return openProjectHost(optionsOf(folder));
    } catch (thrown) {
      const error = toAppError(thrown);
      code = exitCodeOf(error.code);
      dialog.showErrorBox('Espalier', [error.message, error.path, error.hint].filter(Boolean).join('\n\n'));
    }
  }
  for (const window of BrowserWindow.getAllWindows()) window.destroy();
  app.exit(code);
  return null;
}
