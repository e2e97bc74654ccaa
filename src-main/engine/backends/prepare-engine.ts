import type { BackendOptions } from './backend.ts';
import { backends } from './index.ts';

/**
 * Begins the start of a back end, for a process that knows which one it will be asked for before it has read the rest of its
 * program: `createEngine` then waits for less. Any id will do; most back ends have nothing to begin.
 */
export async function prepareEngine(id: string, options: BackendOptions): Promise<void> {
  await backends.get(id)?.driver?.prepare?.(options);
}
