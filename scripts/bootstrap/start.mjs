import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from './commands.mjs';
import { prepareAndBuild } from './prepare.mjs';
import { run } from './run-command.mjs';
import { say } from './say.mjs';
import { paths, root, textOf } from './settings.mjs';

/** `start`: a window of its own where Electron and a display are there, else the browser mode. */
export async function start(args) {
  await prepareAndBuild();
  const electron = electronBinary();
  if (hasDisplay() && electron !== null && !isLinuxRoot()) {
    const { ELECTRON_RUN_AS_NODE: _unset, ...env } = process.env;
    return run(electron, [root, ...args], { env });
  }
  if (hasDisplay() && electron === null)
    say('opening in the browser (for a window of its own: node node_modules/electron/install.js, then start again)');
  return runCli(['serve', ...(hasDisplay() ? ['--open'] : []), ...args]);
}

/**
 * Install scripts are off, so Electron's package usually lacks its binary. Looked up without require('electron'),
 * which would download it.
 */
function electronBinary() {
  const folder = join(paths.modules, 'electron');
  const name = textOf(join(folder, 'path.txt'))?.trim();
  if (name === undefined) return null;
  const binary = join(folder, 'dist', name);
  return existsSync(binary) ? binary : null;
}

function hasDisplay() {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Chromium's sandbox refuses to run as root. */
function isLinuxRoot() {
  return process.platform === 'linux' && process.getuid() === 0;
}
