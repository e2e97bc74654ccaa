import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { fromBase64 } from '../../formats/lib/base64.ts';
import { RUN_ONNX } from '../../ops/run-onnx.ts';
import type { TensorLibrary } from '../../tensor-library.ts';
import { openSynchronously, type SynchronousSession } from './synchronous-session.ts';

/** Files that stay open, of those used last. */
const MOST_SESSIONS = 32;

/** Gives a back end whose values can be read at once the kernel that asks ONNX Runtime. */
export function registerRunOnnx(tf: TensorLibrary, backendName: string): void {
  if (tf.getKernel(RUN_ONNX, backendName) !== undefined) return;
  const sessions = new Map<string, SynchronousSession>();
  tf.registerKernel({
    kernelName: RUN_ONNX,
    backendName,
    kernelFunc({ inputs, attrs, backend }) {
      const { readSync, write } = bound(backend as KernelBackend);
      const session = sessionOf(sessions, String(attrs?.['file']));
      const given = Object.values(inputs as Record<string, TensorInfo>).map(x => ({
        values: readSync(x.dataId) as Float32Array,
        shape: x.shape,
      }));
      const { type, shape, values } = session.run(given);
      if (type !== 'float32') throw new Error(`An operator that gives float32 is required, ONNX Runtime gave ${type}`);
      return { dataId: write(values as Float32Array, [...shape], 'float32'), shape: [...shape], dtype: 'float32' };
    },
  });
}

function bound(backend: KernelBackend): Pick<KernelBackend, 'readSync' | 'write'> {
  return { readSync: id => backend.readSync(id), write: (...args) => backend.write(...args) };
}

function sessionOf(sessions: Map<string, SynchronousSession>, file: string): SynchronousSession {
  const session = sessions.get(file) ?? open(file);
  // Behind all others: the first is the one not used for longest.
  sessions.delete(file);
  sessions.set(file, session);
  const [oldest] = sessions;
  if (sessions.size > MOST_SESSIONS && oldest !== undefined) {
    sessions.delete(oldest[0]);
    oldest[1].close();
  }
  return session;
}

function open(file: string): SynchronousSession {
  try {
    return openSynchronously(fromBase64(file));
  } catch (cause) {
    throw new AppFailure(
      {
        code: 'invalid-input',
        message: `A file that ONNX Runtime runs is required, it refuses this one: ${cause instanceof Error ? cause.message : String(cause)}`,
      },
      { cause },
    );
  }
}
