import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds that each thread of this process was ready to run and had no core, since it began; by thread id. */
export type CoreWaits = ReadonlyMap<string, number>;

const TASKS = '/proc/self/task';

/** Empty where the system does not say. Linux does: proc(5), `schedstat`, second number, nanoseconds. */
export function coreWaits(): CoreWaits {
  try {
    return new Map(readdirSync(TASKS).map(thread => [thread, waitOf(thread)]));
  } catch {
    return new Map();
  }
}

/** 0 for a thread that has just ended. */
function waitOf(thread: string): number {
  try {
    return Number(readFileSync(`${TASKS}/${thread}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
