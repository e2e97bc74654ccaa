import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { run, withPath } from './run-command.mjs';
import { SetupFailure } from './say.mjs';

/**
 * Runs npm with `node` first in its PATH. npm's own script is run by this process's Node, without a shell: so a
 * checkout whose path has spaces works, and so does Windows, where npm is a .cmd file that can't be spawned.
 */
export async function npm(args, node = process.execPath) {
  const script = npmScript();
  if (script === null) {
    throw new SetupFailure('npm was not found.', 'Install Node.js 20 or newer together with npm, then run this again.');
  }
  return run(process.execPath, [script, ...args], { env: withPath(dirname(node)), stdio: ['ignore', 2, 2] });
}

function npmScript() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? '',
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...(process.env.PATH ?? '').split(delimiter).map(folder => join(folder, 'npm')),
  ];
  for (const candidate of candidates) {
    if (candidate === '' || !existsSync(candidate)) continue;
    const real = realpathSync(candidate);
    if (basename(real) === 'npm-cli.js') return real;
  }
  return null;
}
