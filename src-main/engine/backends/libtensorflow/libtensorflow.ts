import type { BackendDriver, BackendOptions } from '../backend.ts';
import { filesIn } from './library-files.ts';

/** TensorFlow's own library. What talks to it is loaded only when it is asked for. */
export const libtensorflow: BackendDriver = {
  unavailable: libraryUnavailable,
  create: async options => (await import('./create-libtensorflow-engine.ts')).createLibtensorflowEngine(options),
};

function libraryUnavailable({ libraryFolder }: BackendOptions): string | null {
  if (libraryFolder === undefined) return "Not installed: 'espalier engine install' fetches TensorFlow's library";
  return filesIn(libraryFolder) === null ? `There is no TensorFlow library in ${libraryFolder}` : null;
}
