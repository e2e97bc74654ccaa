import { BrowserWindow, dialog } from 'electron';
import type { Language } from '../../services/shell.ts';
import { textsOf } from './texts.ts';

/** Boxes over the window; what is closed without an answer is the cautious one. */

export async function chooseFolder(language: Language): Promise<string | null> {
  const { chooseProject, choose } = textsOf(language);
  const options = { title: chooseProject, buttonLabel: choose, properties: ['openDirectory', 'createDirectory'] } as const;
  const { canceled, filePaths } = await dialog.showOpenDialog(...over({ ...options, properties: [...options.properties] }));
  return canceled ? null : (filePaths[0] ?? null);
}

export async function chooseFiles(language: Language): Promise<readonly string[]> {
  const { openFile, choose } = textsOf(language);
  const { canceled, filePaths } = await dialog.showOpenDialog(
    ...over({ title: openFile.replace('…', ''), buttonLabel: choose, properties: ['openFile' as const, 'multiSelections' as const] }),
  );
  return canceled ? [] : filePaths;
}

export async function askToQuit(language: Language, running: number): Promise<boolean> {
  const { quitTitle, quitDetail, quitKeep, cancel } = textsOf(language);
  return ask({ message: quitTitle(running), detail: quitDetail, yes: quitKeep, no: cancel });
}

export async function askAfterCrash(language: Language, reason: string): Promise<boolean> {
  const { crashed, crashedDetail, reload, close } = textsOf(language);
  return ask({ message: crashed, detail: crashedDetail(reason), yes: reload, no: close });
}

export async function askWhenStuck(language: Language): Promise<boolean> {
  const { stuck, stuckDetail, reload, wait } = textsOf(language);
  return ask({ message: stuck, detail: stuckDetail, yes: reload, no: wait });
}

interface Question {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
  readonly no: string;
}

async function ask({ message, detail, yes, no }: Question): Promise<boolean> {
  const { response } = await dialog.showMessageBox(
    ...over({ type: 'question' as const, title: 'Espalier', message, detail, buttons: [yes, no], defaultId: 0, cancelId: 1, noLink: true }),
  );
  return response === 0;
}

function over<T>(options: T): [BrowserWindow, T] {
  const [window] = BrowserWindow.getAllWindows();
  // Electron takes the options alone as well; its types say so in an overload that a spread can't choose.
  return (window === undefined ? [options] : [window, options]) as [BrowserWindow, T];
}
