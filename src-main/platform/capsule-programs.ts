import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppFailure } from '../../src-shared/lib/app-error.ts';

/** What goes into capsules to run them; the build put it beside the other bundles. Throws `not-found` where it has not. */
export async function readCapsulePrograms(
  folder = dirname(fileURLToPath(import.meta.url)),
): Promise<{ readonly node: string; readonly page: string }> {
  const [node, page] = await Promise.all(['capsule-node.mjs', 'capsule-page.js'].map(name => readProgram(join(folder, name))));
  return { node: node ?? '', page: page ?? '' };
}

async function readProgram(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new AppFailure({
      code: 'not-found',
      message: 'The programs that go into a capsule are not beside the workbench',
      path,
      hint: 'Build it anew: npm run build.',
    });
  });
}
