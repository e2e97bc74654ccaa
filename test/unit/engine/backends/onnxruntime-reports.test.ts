import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const PROGRAM = fileURLToPath(new URL('../../../support/run-onnxruntime.ts', import.meta.url));
const FILE = fileURLToPath(new URL('../../../fixtures/models/torch-mlp.onnx', import.meta.url));

/** The files a process with an empty home leaves behind after it answered with ONNX Runtime. */
function leftBehind(how: 'guarded' | 'plain'): readonly string[] {
  const home = temporaryFolder();
  const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home, XDG_CACHE_HOME: home };
  expect(execFileSync(process.execPath, ['--disable-warning=DEP0044', PROGRAM, FILE, how], { env, encoding: 'utf8' })).not.toBe('');
  return readdirSync(home, { recursive: true, encoding: 'utf8' });
}

it('keeps ONNX Runtime from noting down and sending how it is used', () => {
  expect(leftBehind('guarded')).toEqual([]);
});

// Where the package itself leaves nothing behind any more, the test above says nothing.
it.runIf(process.platform === 'linux')('which it does otherwise', () => {
  expect(leftBehind('plain')).not.toEqual([]);
});
