import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the running test's own, gone after it. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A small file system of the running test's own, or null (with the reason printed) where mounting is refused. */
export function temporaryMount(options: string): { readonly folder: string; remount(options: string): void } | null {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (thrown) {
    process.stderr.write(`skipped: no file system can be mounted here (${(thrown as Error).message.trim()})\n`);
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder], { stdio: 'pipe' }));
  return { folder, remount: more => void execFileSync('mount', ['-o', `remount,${more}`, folder], { stdio: 'pipe' }) };
}
