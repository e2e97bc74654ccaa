import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { paths, root } from './settings.mjs';

const SHARED_INPUTS = ['src-shared', 'scripts/build', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

/** What each bundle is made from. */
export const INPUTS = {
  main: ['src-main', ...SHARED_INPUTS],
  renderer: ['src-renderer', ...SHARED_INPUTS],
};

/** One hash over the names and bytes of a bundle's sources: times lie after a checkout, contents don't. */
export function fingerprint(bundle) {
  const hash = createHash('sha256');
  for (const file of INPUTS[bundle].flatMap(input => filesUnder(join(root, input)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Written after a whole build, inside its folder: a half build has none. */
export function stampOf(bundle) {
  return join(paths[bundle], '.stamp');
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
