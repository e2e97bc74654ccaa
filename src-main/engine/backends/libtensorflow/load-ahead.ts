import { dynamicLinker, KEPT } from './dynamic-linker.ts';

/**
 * Begins to load a library on another thread, for good: the linker reads, relocates and initialises TensorFlow while this thread
 * goes on, and whoever opens the same file meanwhile waits for that. Says nothing of failures: opening it meets them again.
 * Windows has no need: its library is mapped as it is used.
 */
export function loadAhead(file: string): void {
  if (process.platform === 'win32') return;
  dynamicLinker('dlopen', ['str', 'int']).async(file, KEPT, () => undefined);
}
