import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { AppFailure, type AppError } from '../../../../src-shared/lib/app-error.ts';

/**
 * Makes reads of a back end fail once its device has failed. WebGPU reports errors beside the computation: an operation
 * whose memory could not be had is skipped, and without this its result is read as zeros. The first failure stays, since
 * what was computed after it can't be trusted either.
 */
export function guardReads(backend: WebGPUBackend, device: GPUDevice): void {
  let failure: AppError | null = null;
  device.addEventListener('uncapturederror', event => (failure ??= failureOf((event as GPUUncapturedErrorEvent).error)));
  void device.lost.then(({ message }) => (failure ??= unavailable(`The graphics device was lost: ${message}`)));
  const read = backend.read.bind(backend);
  backend.read = async id => {
    const values = await read(id).catch((thrown: unknown) => {
      throw failure === null ? thrown : new AppFailure(failure, { cause: thrown });
    });
    if (failure !== null) throw new AppFailure(failure);
    return values;
  };
}

/** Dawn refuses a buffer beyond the adapter's greatest as invalid; to the user it is memory all the same. */
function failureOf(error: GPUError): AppError {
  const isMemory = error.constructor.name === 'GPUOutOfMemoryError' || /exceeds the max buffer size/.test(error.message);
  const [first = ''] = error.message.split('\n');
  if (!isMemory) return unavailable(`The graphics device failed: ${first}`);
  return { code: 'out-of-memory', message: `The graphics device has too little memory: ${first}`, hint: 'Take smaller batches.' };
}

function unavailable(message: string): AppError {
  return { code: 'engine-unavailable', message };
}
