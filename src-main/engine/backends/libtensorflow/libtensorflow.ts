import type { BackendDriver, BackendOptions } from '../backend.ts';
import type { Variant } from './create-libtensorflow-engine.ts';
import { findLibrary } from './library-folder.ts';

/** TensorFlow's own library. What talks to it is loaded only when it is asked for. */
export const libtensorflow: BackendDriver = driver({ xla: false, sideBySide: false });

/** The same with XLA making machine code of each recorded function: seconds at its first call, and faster for some networks. */
export const libtensorflowXla: BackendDriver = driver({ xla: true, sideBySide: false });

/** The same with one thread for an operation and several operations at once: faster where a step has many small ones. */
export const libtensorflowOps: BackendDriver = driver({ xla: false, sideBySide: true });

function driver(variant: Variant): BackendDriver {
  return {
    unavailable: libraryUnavailable,
    async prepare({ libraryFolder = '' }) {
      try {
        const found = findLibrary(libraryFolder);
        if (found.ok) (await import('./load-ahead.ts')).loadAhead(found.value.main);
      } catch {
        // To be met again, and told, when it is created.
      }
    },
    create: async options => (await import('./create-libtensorflow-engine.ts')).createLibtensorflowEngine(options, variant),
  };
}

function libraryUnavailable({ libraryFolder }: BackendOptions): string | null {
  if (libraryFolder === undefined) return "Not installed: 'espalier engine install' fetches TensorFlow's library";
  const found = findLibrary(libraryFolder);
  return found.ok ? null : found.error.message;
}
