/**
 * Threads offered to each job of a step, by the recipe and the machine alone: they are part of what an engine computes, so
 * a resumed job must get as many. Replicates share the cores, because small jobs side by side beat one with all threads.
 */
export function threadsOffered(repeat: number, cores: number): number {
  return repeat < 2 ? cores : Math.max(1, Math.floor(cores / Math.min(repeat, cores)));
}

/** Threads nobody computes with. */
export function freeThreads(cores: number, running: Iterable<{ readonly threads: number }>): number {
  let free = cores;
  for (const { threads } of running) free -= threads;
  return free;
}
