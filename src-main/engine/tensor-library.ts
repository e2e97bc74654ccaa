import type * as tfjs from '@tensorflow/tfjs-core';
import type { Compiler } from './compiler.ts';
import type { GraphRunner } from './graph-runner.ts';

/** tfjs-core, handed in: engine files import it as a type only, so that they load in main, in tests and in workers. */
export type TensorLibrary = typeof tfjs;
export type Tensor = tfjs.Tensor;
export type Scalar = tfjs.Scalar;

/** A back end in force. */
export interface Engine {
  /** A back end's id, e.g. `wasm`. */
  readonly id: string;
  readonly tf: TensorLibrary;
  /** Same identity, same seed: same bits. E.g. `wasm-4.22.0-simd-1t`. */
  readonly identity: string;
  readonly threads: number;
  /** Makes whole functions one native call; null where every operation runs by itself. */
  readonly compiler: Compiler | null;
  /** Runs graphs of TensorFlow's from files; absent where the back end is not its library. */
  readonly graphs?: GraphRunner;
}
