import * as tf from '@tensorflow/tfjs-core';
import type { SelfTestCheck, SelfTestReport } from '../../../../src-shared/domain/native-engine.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import type { Binding } from './binding.ts';
import { createLibtensorflowEngine } from './create-libtensorflow-engine.ts';
import { isBuiltForCuda, missingCudaLibraries } from './cuda-libraries.ts';
import { findLibrary } from './library-folder.ts';
import { NODE_BACKEND } from './node-backend.ts';

export interface SelfTestOptions {
  readonly threads: number;
  /** Milliseconds, monotonous. */
  readonly now: () => number;
}

const BUDGET_MS = 400;
const GEMM_SIZE = 1024;

/**
 * Loads the library of a folder into this process, for good, and looks whether it computes right and how fast. Throws
 * `engine-unavailable` when it can't be loaded; a library that crashes ends the process.
 */
export async function runSelfTest(folder: string, { threads, now }: SelfTestOptions): Promise<SelfTestReport> {
  const found = findLibrary(folder);
  if (!found.ok) throw new AppFailure({ code: 'engine-unavailable', ...found.error });
  const engine = await createLibtensorflowEngine({ libraryFolder: found.value.folder, threads });
  const { session } = (tf.findBackend(NODE_BACKEND) as unknown as { readonly binding: Binding }).binding;
  const checks = [checkMatMul(engine.tf), checkConvolution(engine.tf), checkGradient(engine.tf)];
  const builtForCuda = isBuiltForCuda(found.value);
  return {
    version: session.library.version,
    devices: session.devices.map(({ name, type }) => ({ name, type })),
    threads,
    gemmGflops: gemmSpeed(engine.tf, now),
    convGflops: convSpeed(engine.tf, now),
    rssBytes: process.memoryUsage().rss,
    availableBytes: process.availableMemory(),
    checks,
    builtForCuda,
    missingLibraries: builtForCuda && session.accelerator === null ? missingCudaLibraries(found.value.folder) : [],
  };
}

/** Small whole numbers: every order of the sums gives the same, exactly. */
function checkMatMul(library: TensorLibrary): SelfTestCheck {
  const size = 37;
  const left = Array.from({ length: size * size }, (_, i) => (i % 7) - 3);
  const right = Array.from({ length: size * size }, (_, i) => (i % 5) - 2);
  const expected = left.map((_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return Array.from({ length: size }, (_, k) => left[row * size + k]! * right[k * size + column]!).reduce((sum, x) => sum + x, 0);
  });
  return compare('multiplies matrices', expected, () =>
    library.matMul(library.tensor2d(left, [size, size]), library.tensor2d(right, [size, size])),
  );
}

/** A 3 × 3 filter of ones over ones counts the cells it covers: 9 inside, 6 at an edge, 4 in a corner. */
function checkConvolution(library: TensorLibrary): SelfTestCheck {
  const expected = [4, 6, 6, 4, 6, 9, 9, 6, 6, 9, 9, 6, 4, 6, 6, 4];
  return compare('convolves', expected, () =>
    library.conv2d(library.ones([1, 4, 4, 1]) as tf.Tensor4D, library.ones([3, 3, 1, 1]), 1, 'same'),
  );
}

/** d Σx²/dx = 2x. */
function checkGradient(library: TensorLibrary): SelfTestCheck {
  const values = [-3, -0.5, 0, 2, 8];
  const gradient = library.grad((x: Tensor) => library.sum(library.mul(x, x)));
  const expected = values.map(value => 2 * value);
  return compare('gives gradients', expected, () => gradient(library.tensor1d(values)));
}

function compare(name: string, expected: readonly number[], compute: () => Tensor): SelfTestCheck {
  const result = compute();
  const actual = result.dataSync();
  result.dispose();
  const wrong = expected.findIndex((value, i) => actual[i] !== value);
  if (actual.length === expected.length && wrong < 0) return { name, passed: true, detail: `${expected.length} numbers, all exact` };
  return { name, passed: false, detail: `number ${wrong} must be ${expected[wrong]}, but is ${actual[wrong]}` };
}

function gemmSpeed(library: TensorLibrary, now: () => number): number {
  const [a, b] = [1, 2].map(seed => uniform(library, [GEMM_SIZE, GEMM_SIZE], seed)) as [Tensor, Tensor];
  const speed = gigaflops(library, now, { operations: 2 * GEMM_SIZE ** 3, compute: () => library.matMul(a, b) });
  library.dispose([a, b]);
  return speed;
}

/** [16, 28, 28, 64] with 64 filters of 3 × 3. */
function convSpeed(library: TensorLibrary, now: () => number): number {
  const [batch, side, channels] = [16, 28, 64];
  const inputs = uniform(library, [batch, side, side, channels], 3) as tf.Tensor4D;
  const filters = uniform(library, [3, 3, channels, channels], 4) as tf.Tensor4D;
  const operations = 2 * batch * side * side * 9 * channels * channels;
  const speed = gigaflops(library, now, { operations, compute: () => library.conv2d(inputs, filters, 1, 'same') });
  library.dispose([inputs, filters]);
  return speed;
}

interface Timed {
  /** Multiplications and additions of one call. */
  readonly operations: number;
  readonly compute: () => Tensor;
}

/** 10⁹ operations a second of the median call, the first not counted. One number is read back, so that a GPU has finished. */
function gigaflops(library: TensorLibrary, now: () => number, { operations, compute }: Timed): number {
  const timeOne = (): number => {
    const begin = now();
    library.tidy(() => library.slice(library.reshape(compute(), [-1]), 0, 1)).dataSync();
    return now() - begin;
  };
  timeOne();
  const times: number[] = [];
  const end = now() + BUDGET_MS;
  while (times.length < 3 || (now() < end && times.length < 200)) times.push(timeOne());
  const median = times.toSorted((x, y) => x - y)[Math.floor(times.length / 2)]!;
  return operations / (median * 1e6);
}

function uniform(library: TensorLibrary, shape: number[], seed: number): Tensor {
  const random = createRandom(seed);
  return library.tensor(
    Float32Array.from({ length: library.util.sizeFromShape(shape) }, () => random.next() - 0.5),
    shape,
  );
}
