import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const paths = {
  lockFile: join(root, 'package-lock.json'),
  modules: join(root, 'node_modules'),
  runtime: join(root, '.runtime'),
  out: join(root, '.out'),
  main: join(root, '.out', 'main'),
  renderer: join(root, '.out', 'renderer'),
};

/** The Node that the project runs on, from package.json. */
export function wantedNode() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).espalier.node;
}

/** The text of a file, or null when it is not there. */
export function textOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
