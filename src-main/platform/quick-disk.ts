/** A call that took longer waited for the disk, and not only for the system. */
const SLOW_MS = 1;
/** So long nothing else is made to wait for a slow disk. */
const PATIENCE_MS = 100;

/**
 * Does a piece of work that blocks, and gives what it gives; null where it throws, and while the disk is slow: then threads are to do
 * it, several at once. Where the system has a file in memory, asking a thread for it takes ten times as long as reading it.
 */
export type QuickDisk = <T>(work: () => T) => T | null;

export function createQuickDisk(nowMs: () => number = () => performance.now()): QuickDisk {
  let slowUntil = -Infinity;
  return work => {
    const started = nowMs();
    if (started < slowUntil) return null;
    try {
      return work();
    } catch {
      return null;
    } finally {
      const ended = nowMs();
      if (ended - started > SLOW_MS) slowUntil = ended + PATIENCE_MS;
    }
  };
}
