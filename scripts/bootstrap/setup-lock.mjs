import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './say.mjs';
import { paths, textOf } from './settings.mjs';

const POLL_MS = 250;
/** A lock older than this belongs to a process whose number was given to another since. */
const STALE_MS = 30 * 60_000;

/** One set-up at a time in a checkout: a second start waits for the first, then finds its work done. */
export async function withSetupLock(work) {
  mkdirSync(paths.runtime, { recursive: true });
  const file = join(paths.runtime, 'setup.lock');
  await acquire(file);
  const release = () => rmSync(file, { force: true });
  process.on('exit', release);
  const stop = () => process.exit(130);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

async function acquire(file) {
  let told = false;
  while (!tryLock(file)) {
    const holder = holderOf(file);
    if (holder === null) {
      if (await steal(file)) return;
      continue;
    }
    if (!told) say(`waiting for process ${holder}, which is setting up this checkout…`);
    told = true;
    await wait(POLL_MS);
  }
}

/** Two starts may find the same dead holder: whoever wrote last has the lock, so look once more before believing it. */
async function steal(file) {
  rmSync(file, { force: true });
  if (!tryLock(file)) return false;
  await wait(POLL_MS);
  return textOf(file) === String(process.pid);
}

function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds the lock; null when it is gone. */
function holderOf(file) {
  try {
    const age = Date.now() - statSync(file).mtimeMs;
    const pid = Number(readFileSync(file, 'utf8'));
    // Between its creation and its first byte the file is empty: its writer is alive.
    if (pid === 0 && age < 2000) return 'unknown';
    if (!(pid > 0) || age > STALE_MS) return null;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? 'of another user' : null;
  }
}
