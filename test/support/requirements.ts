import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnvironment } from '../../src-main/app/environment.ts';
import { addonFolder } from '../../src-main/engine/backends/tfjs-node/addon-file.ts';
import { tfjsNode } from '../../src-main/engine/backends/tfjs-node/tfjs-node.ts';
import { readRegisteredEngine } from '../../src-main/platform/engine-registry.ts';

/**
 * What some tests need and not every machine has. `ESPALIER_REQUIRE=browser,keras,native,addon,webgpu,electron` turns their absence
 * into a failure.
 */
export type Part = 'browser' | 'keras' | 'native' | 'addon' | 'webgpu' | 'electron';

/**
 * Whether tests that need `part` can run; `missing` says what is not there, or null. Prints the reason of a skip, and
 * throws where `ESPALIER_REQUIRE` names the part.
 */
export function requireOrSkip(part: Part, missing: () => string | null): boolean {
  const reason = missing();
  if (reason === null) return true;
  const required = (process.env['ESPALIER_REQUIRE'] ?? '').split(',').map(name => name.trim());
  if (required.includes(part)) throw new Error(`ESPALIER_REQUIRE names '${part}', but ${reason}`);
  process.stderr.write(`skipped: ${reason}\n`);
  return false;
}

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium: `CHROMIUM_PATH`, or the first on the path by one of its usual names; null when there is none. */
export function findChromium(): string | null {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return existsSync(given) ? given : null;
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  return CHROMIUM_NAMES.flatMap(name => folders.map(folder => join(folder, name))).find(path => existsSync(path)) ?? null;
}

const ELECTRON_FOLDER = fileURLToPath(new URL('../../node_modules/electron', import.meta.url));

/** Electron's binary: `ELECTRON_PATH`, or the one its own installer fetched; null when there is none. */
export function findElectron(): string | null {
  const given = process.env['ELECTRON_PATH'];
  if (given !== undefined && given !== '') return existsSync(given) ? given : null;
  const note = join(ELECTRON_FOLDER, 'path.txt');
  const path = existsSync(note) ? join(ELECTRON_FOLDER, 'dist', readFileSync(note, 'utf8').trim()) : '';
  return path !== '' && existsSync(path) ? path : null;
}

/** Why tests of the window can't run here; null when they can. */
export function electronMissing(): string | null {
  if (findElectron() === null) return "Electron's binary is not there; 'node node_modules/electron/install.js' fetches it";
  if (process.platform !== 'linux') return null;
  if (process.getuid?.() === 0) return "Chromium's sandbox does not start as root";
  const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  return hasDisplay ? null : 'there is no display for a window';
}

/** The Python that judges exported files: `ESPALIER_PYTHON`, or the `python3` on the path. */
export function judgingPython(): string {
  return process.env['ESPALIER_PYTHON'] ?? 'python3';
}

/** Why that Python can't judge, or null when it has Keras. */
export function kerasMissing(): string | null {
  const python = judgingPython();
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' };
  const { status, error } = spawnSync(python, ['-c', 'import keras'], { env, stdio: 'ignore' });
  if (error !== undefined) return `${python} does not start (${error.message}); set ESPALIER_PYTHON`;
  return status === 0 ? null : `${python} has no keras; set ESPALIER_PYTHON to one that has`;
}

/**
 * The folder of TensorFlow's library: `ESPALIER_LIBRARY`, or the one that is registered in `ESPALIER_ENGINES` or for the
 * user; null when there is none.
 */
export function registeredLibrary(): string | null {
  const given = process.env['ESPALIER_LIBRARY'];
  if (given !== undefined && given !== '') return given;
  return readRegisteredEngine(readEnvironment().enginesFolder)?.folder ?? null;
}

/** Why tests of the native engine can't run; null when its library is there. */
export function nativeMissing(): string | null {
  const folder = registeredLibrary();
  if (folder === null) return "no native library is registered; 'npm run --silent espalier -- engine install' fetches one";
  return existsSync(folder) ? null : `the native library's folder ${folder} is gone`;
}

/** The folder with tfjs-node-gpu's addon: `ESPALIER_ADDON`, or where its installer puts it. */
export function addonUnderTest(): string {
  return process.env['ESPALIER_ADDON'] ?? addonFolder();
}

/** Why tests of the addon can't run; null when it is there. */
export function addonMissing(): string | null {
  return tfjsNode.unavailable({ addonFolder: addonUnderTest() });
}
