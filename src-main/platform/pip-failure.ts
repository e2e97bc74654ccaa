import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';
import type { ProcessEnd } from './run-process.ts';

interface Cause {
  readonly pattern: RegExp;
  readonly code: AppError['code'];
  readonly why: string;
  readonly hint: string;
}

/** In this order: a full disk also breaks connections off, and a broken connection also ends in "no matching distribution". */
const CAUSES: readonly Cause[] = [
  {
    pattern: /No space left on device|Errno 28\b|Disk quota exceeded/i,
    code: 'disk-full',
    why: 'the disk is full',
    hint: 'Free some space, then install again.',
  },
  {
    pattern: /Permission denied|Errno 13\b|Read-only file system/i,
    code: 'read-only',
    why: 'the folder can’t be written to',
    hint: 'Give yourself the right to write there, or name another folder in ESPALIER_ENGINES.',
  },
  {
    pattern: /NewConnectionError|ConnectionError|ConnectTimeout|ReadTimeout|Read timed out|Name or service not known|name resolution/i,
    code: 'install-failed',
    why: 'the package index can’t be reached',
    hint: 'Connect to the network, or set pip’s proxy (HTTPS_PROXY) or index (PIP_INDEX_URL), then install again.',
  },
  {
    pattern: /Network is unreachable|Max retries exceeded|ProxyError|SSLError|IncompleteRead|Connection (reset|broken|refused)/i,
    code: 'install-failed',
    why: 'the connection to the package index broke',
    hint: 'Look at the network and at pip’s proxy (HTTPS_PROXY), then install again.',
  },
  {
    pattern: /No matching distribution|Could not find a version/i,
    code: 'install-failed',
    why: 'the package index in use does not have it',
    hint: 'Look at pip’s index (PIP_INDEX_URL, PIP_NO_INDEX, pip config list): it must have TensorFlow’s wheels.',
  },
];

/** What pip's failure means, with its last words. */
export function pipFailure(requirement: string, { output, code, signal }: ProcessEnd): AppFailure {
  const cause = CAUSES.find(({ pattern }) => pattern.test(output));
  const ending = signal === null ? `pip ended with ${code}` : `pip was ended by ${signal}`;
  const words = lastLines(output);
  return new AppFailure({
    code: cause?.code ?? 'install-failed',
    message: `pip could not download ${requirement}: ${cause?.why ?? ending}${words === '' ? '' : `. Its last words: ${words}`}`,
    hint: cause?.hint ?? 'Try the same with pip by hand to see more.',
  });
}

function lastLines(output: string): string {
  const lines = output
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !/^\[?notice/i.test(line));
  return lines.slice(-3).join(' / ').slice(-600);
}
