import type { TensorInfo } from '@tensorflow/tfjs-core';
import { geometryOf, pairOf, windowArguments } from './window-geometry.ts';
import type { Padding } from './window-geometry.ts';
import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel, WasmKernelCall } from './wasm-kernel.ts';

/** Replaces tfjs's scalar one. A window whose maximum stands in several places gives its gradient to the first of them. */
export const maxPoolGradKernel: WasmKernel = {
  name: 'MaxPoolGrad',
  run(call) {
    const { heap, inputs } = call;
    const [dy, x, y] = [inputOf(inputs, 'dy'), inputOf(inputs, 'input'), inputOf(inputs, 'output')];
    const dx = heap.zeros(x.shape);
    const addresses = [x, y, dy, dx].map(tensor => heap.address(tensor));
    heap.programs.maxPoolGradient(...addresses, ...poolWindow(call, x));
    return dx;
  },
};

/** Replaces tfjs's scalar one. Only places inside the image count, as in the forward pass. */
export const avgPoolGradKernel: WasmKernel = {
  name: 'AvgPoolGrad',
  run(call) {
    const { heap, inputs } = call;
    const x = inputOf(inputs, 'input');
    const dx = heap.zeros(x.shape);
    heap.programs.averagePoolGradient(heap.address(inputOf(inputs, 'dy')), heap.address(dx), ...poolWindow(call, x));
    return dx;
  },
};

function poolWindow({ tf, attrs }: WasmKernelCall, x: TensorInfo): readonly number[] {
  const info = tf.backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    pairOf(attrs['filterSize']),
    pairOf(attrs['strides']),
    1,
    attrs['pad'] as Padding,
    attrs['dimRoundingMode'] as 'floor' | 'round' | 'ceil',
  );
  return windowArguments(geometryOf(info), 0, info.batchSize * info.outHeight);
}
