import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import type { Compiler } from '../../src-main/engine/compiler.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { nativeMissing, registeredLibrary, requireOrSkip } from './requirements.ts';

/** Whether TensorFlow's library is at hand; prints the reason of a skip. */
export const hasNative = requireOrSkip('native', nativeMissing);

export type NativeEngine = Engine & { readonly compiler: Compiler };

/** TensorFlow's library in force. A process keeps the threads of the first call. */
export async function nativeEngine(threads = 2): Promise<NativeEngine> {
  const engine = await createEngine('libtensorflow', { libraryFolder: registeredLibrary() ?? '', threads });
  return engine as NativeEngine;
}
