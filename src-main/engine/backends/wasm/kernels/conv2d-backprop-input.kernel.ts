import { convolutionOf, patchMemory, piecesOf } from './convolution.ts';
import { matrixAt, multiplyMatrices } from './multiply-matrices.ts';
import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel } from './wasm-kernel.ts';

/** Replaces tfjs's scalar one. Patches of dx = dy · filterᵀ, added up where they overlap. dy [N, oH, oW, O] → [N, H, W, C]. */
export const conv2dBackpropInputKernel: WasmKernel = {
  name: 'Conv2DBackpropInput',
  run(call) {
    const { heap, inputs, attrs } = call;
    const dy = inputOf(inputs, 'dy');
    const filter = inputOf(inputs, 'filter');
    const inputShape = attrs['inputShape'] as number[];
    const convolution = convolutionOf(call, inputShape, filter.shape);
    if (convolution === null) return call.stock();
    const { patchSize, outChannels, pointwise } = convolution;
    const out = pointwise ? heap.output(inputShape) : heap.zeros(inputShape);
    const target = heap.address(out);
    const gradient = heap.address(dy);
    const pieces = piecesOf(convolution);
    const memory = pointwise ? 0 : patchMemory(heap, pieces, patchSize);
    for (const piece of pieces) {
      multiplyMatrices(heap, {
        a: matrixAt(gradient + piece.position * outChannels * 4, outChannels),
        b: matrixAt(heap.address(filter), outChannels, true),
        target: pointwise ? target + piece.position * patchSize * 4 : memory,
        ...{ rows: piece.positions, columns: patchSize, inner: outChannels, accumulate: false },
      });
      if (!pointwise) heap.programs.scatterPatches(target, memory, ...piece.window);
    }
    return out;
  },
};
