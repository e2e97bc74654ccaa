import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Paths of the files that git tracks, from the root, with `/`. */
export function trackedFiles(): readonly string[] {
  return execFileSync('git', ['ls-files', '-z', '--cached'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 24 })
    .split('\0')
    .filter(Boolean);
}

/** The text of a tracked file; null when it isn't text, or was deleted and that not yet committed. */
export function textOf(file: string): string | null {
  try {
    const bytes = readFileSync(join(ROOT, file));
    return bytes.includes(0) ? null : bytes.toString('utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}
