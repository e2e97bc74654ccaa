import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { say, SetupFailure } from './say.mjs';
import { paths, textOf, wantedNode } from './settings.mjs';

/** Written last and inside node_modules: an interrupted install leaves none, and so is done again. */
const stampFile = join(paths.modules, '.espalier-stamp');

export function hasDependencies() {
  return textOf(stampFile) === wantedStamp();
}

/** Exactly what the lock file says, development tools included, install scripts off. Call under the set-up lock. */
export async function installDependencies(node) {
  say('installing the locked dependencies (about 700 packages, a minute or two; once)…');
  rmSync(stampFile, { force: true });
  const flags = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await npm(['ci', ...flags], node);
  if (code !== 0) {
    throw new SetupFailure(
      `npm ci failed with exit code ${code}; its message is above.`,
      'Check the network and the free disk space (1.5 GB), then run the same command again: it starts this step anew.',
    );
  }
  writeFileSync(stampFile, wantedStamp());
}

function wantedStamp() {
  const lock = createHash('sha256').update(readFileSync(paths.lockFile)).digest('hex');
  return `${lock} node ${wantedNode()} ${process.platform}-${process.arch}\n`;
}
