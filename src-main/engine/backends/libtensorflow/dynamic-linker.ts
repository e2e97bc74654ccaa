import koffi, { type KoffiFunc } from 'koffi';

/** TensorFlow's kernels, its graph rewriter, XLA and what it does when it is loaded run on koffi's own call stacks. */
const STACK_BYTES = 16 * 1024 * 1024;

// It can be said only before the first library is loaded, so here, once.
koffi.config({ sync_stack_size: STACK_BYTES, async_stack_size: STACK_BYTES, resident_async_pools: 1 });

const RTLD_NOW = 2;
const RTLD_NODELETE = process.platform === 'darwin' ? 0x80 : 0x1000;

/** For `dlopen`: at once, and mapped as long as the process lives. */
export const KEPT = RTLD_NOW | RTLD_NODELETE;

export const C_LIBRARY = process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6';

/** A function of the linker that gives a pointer: in the C library itself since glibc 2.34. Not on Windows. */
export function dynamicLinker(name: string, args: readonly string[]): KoffiFunc<(...given: unknown[]) => unknown> {
  try {
    return koffi.load(C_LIBRARY).func(name, 'void *', [...args]);
  } catch {
    return koffi.load('libdl.so.2').func(name, 'void *', [...args]);
  }
}
