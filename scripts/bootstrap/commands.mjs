import { join } from 'node:path';
import { prepare, prepareAndBuild } from './prepare.mjs';
import { SetupFailure } from './say.mjs';
import { paths, root } from './settings.mjs';
import { runWith, toolScript } from './tools.mjs';

/** Everything that is no command of the bootstrap goes to the program's own command line, with the paths of where it was typed. */
export async function runCli(args) {
  const node = await prepareAndBuild();
  return runWith(node, ['--enable-source-maps', join(paths.main, 'cli.js'), ...args], { cwd: process.cwd() });
}

/** `exec CMD…`: a development tool with the project's Node. */
export async function runTool([command, ...args]) {
  if (command === undefined)
    throw new SetupFailure('exec needs a command.', 'For example: node scripts/espalier.mjs exec vitest run test/unit');
  const node = await prepare();
  return runWith(node, [toolScript(command), ...args]);
}

/** `script FILE.ts`: a TypeScript file as it is, with the project's Node; it may start the built program. */
export async function runScript([file, ...args]) {
  if (file === undefined)
    throw new SetupFailure('script needs a file.', 'For example: node scripts/espalier.mjs script test/bench/wasm.bench.ts');
  const node = await prepareAndBuild();
  return runWith(node, [file, ...args]);
}

export async function buildOnly() {
  await prepareAndBuild();
  return 0;
}

/** `package`: installers for this system; electron-builder fetches Electron itself. */
export async function packageApp(args) {
  const node = await prepareAndBuild();
  return runWith(node, [toolScript('electron-builder'), ...args]);
}

/** `dist-check`: packs offline over a stand-in for Electron, and looks into the result. */
export async function checkPackage() {
  const node = await prepareAndBuild();
  return runWith(node, [join(root, 'scripts', 'build', 'check-package.mjs')]);
}
