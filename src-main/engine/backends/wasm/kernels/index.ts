import { adamStepKernel } from './adam-step.kernel.ts';
import { batchMatMulKernel } from './batch-mat-mul.kernel.ts';
import { conv2dBackpropFilterKernel } from './conv2d-backprop-filter.kernel.ts';
import { conv2dBackpropInputKernel } from './conv2d-backprop-input.kernel.ts';
import { conv2dKernel } from './conv2d.kernel.ts';
import { depthwiseBackpropFilterKernel, depthwiseBackpropInputKernel } from './depthwise-gradients.kernel.ts';
import { identityKernel } from './identity.kernel.ts';
import { avgPoolGradKernel, maxPoolGradKernel } from './pool-gradients.kernel.ts';
import { meanKernel, sumKernel } from './reductions.kernel.ts';
import { reluGradKernel } from './relu-grad.kernel.ts';
import { unsortedSegmentSumKernel } from './unsorted-segment-sum.kernel.ts';
import type { WasmKernel } from './wasm-kernel.ts';

/** Rises whenever a kernel's rounding changes: it is part of the engine's identity. */
export const KERNEL_REVISION = 1;

export const wasmKernels: readonly WasmKernel[] = [
  batchMatMulKernel,
  conv2dKernel,
  conv2dBackpropFilterKernel,
  conv2dBackpropInputKernel,
  depthwiseBackpropFilterKernel,
  depthwiseBackpropInputKernel,
  maxPoolGradKernel,
  avgPoolGradKernel,
  sumKernel,
  meanKernel,
  reluGradKernel,
  identityKernel,
  adamStepKernel,
  unsortedSegmentSumKernel,
];
