import type { MenuItemConstructorOptions } from 'electron';
import type { ShellCommand } from '../../../src-shared/contracts/shell.contract.ts';
import type { DesktopTexts } from './texts.ts';

export interface MenuActions {
  command(command: ShellCommand): void;
  openFiles(): void;
  openProject(): void;
}

type Item = MenuItemConstructorOptions;

const GO = ['home', 'data', 'models', 'runs', 'compare', 'compute'] as const;

/**
 * The native menu. No key is taken that the page has for itself, but for those every program has; the page shows the rest
 * under `?`.
 */
export function menuOf(texts: DesktopTexts, actions: MenuActions, isMac: boolean): Item[] {
  return [
    ...(isMac ? [appMenu(texts, actions)] : []),
    fileMenu(texts, actions, isMac),
    editMenu(texts),
    viewMenu(texts),
    { label: texts.go, submenu: GO.map(command => ({ label: texts[command], click: () => actions.command(command) })) },
    { label: texts.window, submenu: [role('minimize', texts.minimise), role('close', texts.close)] },
    {
      label: texts.help,
      role: 'help',
      submenu: [
        { label: texts.search, accelerator: 'CmdOrCtrl+K', registerAccelerator: false, click: () => actions.command('search') },
        { label: texts.keys, click: () => actions.command('keys') },
      ],
    },
  ];
}

function role(name: NonNullable<Item['role']>, label: string): Item {
  return { role: name, label };
}

function settings({ settings: label }: DesktopTexts, actions: MenuActions): Item {
  return { label, accelerator: 'CmdOrCtrl+,', click: () => actions.command('settings') };
}

function appMenu(texts: DesktopTexts, actions: MenuActions): Item {
  const separator: Item = { type: 'separator' };
  return {
    label: 'Espalier',
    submenu: [{ role: 'about' }, separator, settings(texts, actions), separator, { role: 'hide' }, separator, role('quit', texts.quit)],
  };
}

function fileMenu(texts: DesktopTexts, actions: MenuActions, isMac: boolean): Item {
  const tail: Item[] = [{ type: 'separator' }, settings(texts, actions), { type: 'separator' }, role('quit', texts.quit)];
  return {
    label: texts.file,
    submenu: [
      { label: texts.newExperiment, accelerator: 'CmdOrCtrl+N', click: () => actions.command('new') },
      { label: texts.openFile, accelerator: 'CmdOrCtrl+O', click: () => actions.openFiles() },
      { type: 'separator' },
      { label: texts.projects, click: () => actions.command('projects') },
      { label: texts.openProject, accelerator: 'CmdOrCtrl+Shift+O', click: () => actions.openProject() },
      ...(isMac ? [] : tail),
    ],
  };
}

function editMenu(texts: DesktopTexts): Item {
  return {
    label: texts.edit,
    submenu: [
      role('undo', texts.undo),
      role('redo', texts.redo),
      { type: 'separator' },
      role('cut', texts.cut),
      role('copy', texts.copy),
      role('paste', texts.paste),
      role('selectAll', texts.selectAll),
    ],
  };
}

function viewMenu(texts: DesktopTexts): Item {
  return {
    label: texts.view,
    submenu: [
      role('resetZoom', texts.actualSize),
      role('zoomIn', texts.zoomIn),
      role('zoomOut', texts.zoomOut),
      { type: 'separator' },
      role('togglefullscreen', texts.fullScreen),
    ],
  };
}
