import { geometryOf, pairOf, windowArguments } from './window-geometry.ts';
import type { Padding } from './window-geometry.ts';
import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel, WasmKernelCall } from './wasm-kernel.ts';

/** Missing in tfjs. x [N, H, W, C], dy [N, oH, oW, C · M] → [fH, fW, C, M]. */
export const depthwiseBackpropFilterKernel: WasmKernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  run(call) {
    const { heap, inputs, attrs } = call;
    const x = inputOf(inputs, 'x');
    const filterShape = attrs['filterShape'] as number[];
    const out = heap.zeros(filterShape);
    const addresses = [x, out, inputOf(inputs, 'dy')].map(tensor => heap.address(tensor));
    heap.programs.depthwiseFilterGradient(...addresses, filterShape[3]!, ...depthwiseWindow(call, x.shape, filterShape));
    return out;
  },
};

/** Missing in tfjs. dy [N, oH, oW, C · M], filter [fH, fW, C, M] → [N, H, W, C]. */
export const depthwiseBackpropInputKernel: WasmKernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  run(call) {
    const { heap, inputs, attrs } = call;
    const filter = inputOf(inputs, 'filter');
    const inputShape = attrs['inputShape'] as number[];
    const out = heap.zeros(inputShape);
    const addresses = [out, filter, inputOf(inputs, 'dy')].map(tensor => heap.address(tensor));
    heap.programs.depthwiseInputGradient(...addresses, filter.shape[3]!, ...depthwiseWindow(call, inputShape, filter.shape));
    return out;
  },
};

function depthwiseWindow({ tf, attrs }: WasmKernelCall, imageShape: readonly number[], filterShape: readonly number[]): readonly number[] {
  const info = tf.backend_util.computeConv2DInfo(
    imageShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    pairOf(attrs['strides']),
    pairOf(attrs['dilations'] ?? 1),
    attrs['pad'] as Padding,
    attrs['dimRoundingMode'] as 'floor' | 'round' | 'ceil',
    true,
  );
  return windowArguments(geometryOf(info), 0, info.batchSize * info.outHeight);
}
