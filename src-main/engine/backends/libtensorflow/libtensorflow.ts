import type { BackendDriver, BackendOptions } from '../backend.ts';
import { findLibrary } from './library-folder.ts';

/** TensorFlow's own library. What talks to it is loaded only when it is asked for. */
export const libtensorflow: BackendDriver = {
  unavailable: libraryUnavailable,
  create: async options => (await import('./create-libtensorflow-engine.ts')).createLibtensorflowEngine(options),
};

function libraryUnavailable({ libraryFolder }: BackendOptions): string | null {
  if (libraryFolder === undefined) return "Not installed: 'espalier engine install' fetches TensorFlow's library";
  const found = findLibrary(libraryFolder);
  return found.ok ? null : found.error.message;
}
