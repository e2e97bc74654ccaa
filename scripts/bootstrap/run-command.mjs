import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { root } from './settings.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_POLL_MS = 500;

/**
 * Runs a program to its end and resolves to its exit code (128 + n when a signal ended it). Ctrl-C reaches the child
 * through the terminal; this process only waits, so that the child decides how to stop.
 */
export function run(file, args, { env = process.env, cwd = root, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio });
    const forward = signal => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const stopWatching = onNpmGone(() => child.kill('SIGTERM'));
    const done = settle => {
      stopWatching();
      for (const signal of FORWARDED) process.off(signal, forward);
      settle();
    };
    child.once('error', error => done(() => reject(error)));
    child.once('exit', (code, signal) => done(() => resolve(code ?? 128 + (constants.signals[signal] ?? 0))));
  });
}

/**
 * A signal sent to npm ends npm and the shell between us, and is passed on by neither: without this the program would go
 * on, unseen, with the workspace in its hands. Returns the way to stop looking.
 */
function onNpmGone(stop) {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    // Once: a second signal would mean impatience, and no time to close.
    clearInterval(timer);
    stop();
  }, PARENT_POLL_MS);
  return () => clearInterval(timer);
}

/** Like `run`, but collects what the program prints instead of showing it. */
export function capture(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, env: process.env, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    child.stdout.on('data', chunk => chunks.push(chunk));
    child.stderr.on('data', chunk => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', code => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** The environment with `folder` first in PATH, whatever the variable's spelling is on this system. */
export function withPath(folder, env = process.env) {
  const key = Object.keys(env).find(name => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [key]: `${folder}${delimiter}${env[key] ?? ''}` };
}
