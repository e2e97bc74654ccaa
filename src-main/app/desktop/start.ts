import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  app,
  BrowserWindow,
  Menu,
  powerSaveBlocker,
  protocol,
  type IpcMain,
  type MenuItemConstructorOptions,
  type WebContents,
} from 'electron';
import { existsSync } from 'node:fs';
import { OFFER_CHANNEL } from '../../../src-shared/contracts/uploads.contract.ts';
import { systemClock } from '../../platform/clock.ts';
import { readProjectList } from '../../platform/project-list.ts';
import type { Language } from '../../services/shell.ts';
import type { OfferedFiles } from '../../services/uploads.ts';
import { RENDERER_SCHEME, rendererResponse } from '../electron-files.ts';
import { createElectronTransport, isOurs } from '../electron-transport.ts';
import { openWindow } from '../electron-window.ts';
import type { Environment } from '../environment.ts';
import type { ProjectHost } from '../project-host.ts';
import { createActivity, type Activity } from './activity.ts';
import { askAfterCrash, askToQuit, askWhenStuck, chooseFiles } from './boxes.ts';
import { menuOf } from './menu.ts';
import { describeFiles } from './opened-files.ts';
import { watchPage } from './page-watch.ts';
import { createQuitGuard, type QuitGuard } from './quit-guard.ts';
import { textsOf } from './texts.ts';

export interface DesktopParts {
  readonly environment: Environment;
  readonly host: ProjectHost;
  readonly offered: OfferedFiles;
  /** Files that were to be opened before there was a window. */
  readonly early: readonly string[];
  readonly language: () => Language;
  readonly listeners: { readonly language: (() => void)[]; readonly opened: (() => void)[] };
  readonly ipcMain: Pick<IpcMain, 'handle'>;
}

/** The one asked for; else the one that was open last, and the default one should that not open. */
export function workspacesToTry(environment: Environment, args: readonly string[]): readonly string[] {
  const { values } = parseArgs({ args: [...args], options: { workspace: { type: 'string' } }, strict: false });
  if (typeof values.workspace === 'string') return [resolve(values.workspace)];
  const last = readProjectList(environment.projectsFile)[0]?.path;
  const { defaultWorkspace } = environment;
  return last === undefined || last === defaultWorkspace || !existsSync(last) ? [defaultWorkspace] : [last, defaultWorkspace];
}

/** What the parts of the window share once it is open. */
interface Desktop extends DesktopParts {
  readonly guard: QuitGuard;
}

/** Puts the window, its menu and everything around them together, over a project that is open. */
export function startDesktop(parts: DesktopParts): void {
  const { environment, host, offered, early, ipcMain, listeners, language } = parts;
  protocol.handle(RENDERER_SCHEME, request => rendererResponse(environment.rendererFolder, request.url));
  host.register(createElectronTransport(ipcMain, pages));
  ipcMain.handle(OFFER_CHANNEL, async (event, path: unknown) =>
    isOurs(event, pages()) && typeof path === 'string' ? ((await offered.offer(path))?.file ?? null) : null,
  );
  const showMenu = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuFor(parts)));
  showMenu();
  listeners.language.push(showMenu);
  const following = followRuns(parts);
  listeners.opened.push(following.follow);
  const guard = createQuitGuard({
    running: () => runningIn(host),
    ask: running => askToQuit(language(), running),
    close() {
      following.stop();
      return host.close();
    },
    quit: () => app.quit(),
  });
  const desktop = { ...parts, guard };
  host.start();
  openOrFocus(desktop);
  listen(desktop);
  void openFiles(desktop, early);
}

function pages(): readonly WebContents[] {
  return BrowserWindow.getAllWindows().map(window => window.webContents);
}

function listen(desktop: Desktop): void {
  app.on('second-instance', (_event, _args, _folder, data) => {
    openOrFocus(desktop);
    const { files } = (data ?? {}) as { readonly files?: unknown };
    if (Array.isArray(files))
      void openFiles(
        desktop,
        files.filter(file => typeof file === 'string'),
      );
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openOrFocus(desktop);
    void openFiles(desktop, [path]);
  });
  app.on('activate', () => openOrFocus(desktop));
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', event => {
    if (!desktop.guard.beforeQuit()) event.preventDefault();
  });
}

function runningIn(host: ProjectHost): number {
  const runs = host.application().services.runs.list(100);
  return runs.filter(run => run.state === 'running').length;
}

function openOrFocus(desktop: Desktop): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return open(desktop);
  if (window.isMinimized()) window.restore();
  window.focus();
}

function open({ host, language, guard }: Desktop): void {
  const folder = dirname(fileURLToPath(import.meta.url));
  const window = openWindow({ preload: join(folder, 'preload.cjs'), state: join(app.getPath('userData'), 'window.json') });
  watchPage(window.webContents, {
    log: (level, message) => host.application().services.context.log(level, message),
    askAfterCrash: reason => askAfterCrash(language(), reason),
    askWhenStuck: () => askWhenStuck(language()),
    gone: () => host.shell.pageGone(),
  });
  // The question must come while there is still a window to go back to.
  window.on('close', event => {
    if (guard.mayClose()) return;
    event.preventDefault();
    app.quit();
  });
}

async function openFiles({ host, offered }: DesktopParts, paths: readonly string[]): Promise<void> {
  if (paths.length > 0) host.shell.open(await describeFiles(paths, offered));
}

function menuFor(parts: DesktopParts): MenuItemConstructorOptions[] {
  const { host, language } = parts;
  const actions = {
    command: host.shell.command,
    openFiles: () => void chooseFiles(language()).then(paths => openFiles(parts, paths)),
    openProject: () =>
      void host.projects.choose().catch((thrown: unknown) => host.application().services.context.log('warn', String(thrown))),
  };
  return menuOf(textsOf(language()), actions, process.platform === 'darwin');
}

/** Follows the runs of the project that is open; `follow` again when another one is. */
function followRuns({ host }: DesktopParts): { follow(): void; stop(): void } {
  let activity: Activity | null = null;
  let unsubscribe = (): void => undefined;
  const stop = (): void => {
    unsubscribe();
    activity?.stop();
    activity = null;
  };
  const follow = (): void => {
    stop();
    const { runs, context } = host.application().services;
    const watched = createActivity(
      {
        runs: () => runs.list(100),
        keepAwake() {
          const id = powerSaveBlocker.start('prevent-app-suspension');
          return () => void powerSaveBlocker.stop(id);
        },
        showProgress: fraction => BrowserWindow.getAllWindows().forEach(window => window.setProgressBar(fraction ?? -1)),
        monotonicMs: systemClock.monotonicMs,
      },
      (ms, run) => void setTimeout(() => activity === watched && run(), ms).unref(),
    );
    activity = watched;
    unsubscribe = context.events.subscribe(news => {
      if (news.type === 'run-changed' || news.type === 'job-progress') watched.note();
    });
    watched.note();
  };
  follow();
  return { follow, stop };
}
