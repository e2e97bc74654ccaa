import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, withPath } from './run-command.mjs';
import { SetupFailure } from './say.mjs';
import { paths } from './settings.mjs';

/** Where a command's name is not its package's. */
const PACKAGE_OF = { tsc: 'typescript', depcruise: 'dependency-cruiser' };

/** The script behind a command of node_modules, found without the shell wrappers of `.bin`. */
export function toolScript(command) {
  const folder = join(paths.modules, PACKAGE_OF[command] ?? command);
  const manifest = join(folder, 'package.json');
  const { bin } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  const script = typeof bin === 'string' ? bin : bin?.[command];
  if (script === undefined)
    throw new SetupFailure(`No installed package has a command '${command}'.`, 'See devDependencies in package.json.');
  return join(folder, script);
}

/** The environment in which tools start other tools with the project's Node. */
export function toolEnvironment(node) {
  return withPath(dirname(node));
}

export function runWith(node, args, options = {}) {
  return run(node, args, { env: toolEnvironment(node), ...options });
}
