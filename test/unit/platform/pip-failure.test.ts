import { expect, it } from 'vitest';
import { pipFailure } from '../../../src-main/platform/pip-failure.ts';

const END = { code: 1, signal: null, failure: null };

it.each([
  ['disk-full', 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', /the disk is full/],
  ['read-only', "ERROR: [Errno 13] Permission denied: '/opt/engines/x.whl'", /can’t be written to/],
  ['install-failed', 'WARNING: Retrying … NewConnectionError: Temporary failure in name resolution', /can’t be reached/],
  ['install-failed', 'ERROR: HTTPSConnectionPool: Max retries exceeded with url: /simple/', /connection .* broke/],
  ['install-failed', 'ERROR: No matching distribution found for tensorflow-cpu==2.21.0', /index in use does not have it/],
  ['install-failed', 'Traceback: something else', /pip ended with 1/],
])('is told as %s, with the last words: %s', (code, output, sentence) => {
  const { error } = pipFailure('tensorflow-cpu==2.21.0', { ...END, output });
  expect(error.code).toBe(code);
  expect(error.message).toMatch(sentence);
  expect(error.message).toContain(output);
  expect(error.hint).toBeTruthy();
});

it('takes the network for the cause when pip says afterwards that it found nothing', () => {
  const output = 'Retrying after NewConnectionError\nERROR: Could not find a version\nERROR: No matching distribution found';
  expect(pipFailure('x', { ...END, output }).error.message).toMatch(/can’t be reached/);
});

it('leaves advertising for a newer pip out of the last words', () => {
  const output = 'ERROR: broken\n[notice] A new release of pip is available\n[notice] To update, run: pip install\n[notice] again';
  expect(pipFailure('x', { ...END, output }).error.message).toMatch(/Its last words: ERROR: broken$/);
});

it('names the signal of a pip that was ended', () => {
  expect(pipFailure('x', { ...END, code: null, signal: 'SIGTERM', output: '' }).error.message).toBe(
    'pip could not download x: pip was ended by SIGTERM',
  );
});
