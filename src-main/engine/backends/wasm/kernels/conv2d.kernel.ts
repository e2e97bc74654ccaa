import { convolutionOf, patchesOf, patchMemory, piecesOf } from './convolution.ts';
import { matrixAt, multiplyMatrices } from './multiply-matrices.ts';
import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel } from './wasm-kernel.ts';

/** Replaces tfjs's, which prepares an operator anew after every update of the weights. x [N, H, W, C] → [N, oH, oW, O]. */
export const conv2dKernel: WasmKernel = {
  name: 'Conv2D',
  run(call) {
    const { heap, inputs } = call;
    const x = inputOf(inputs, 'x');
    const filter = inputOf(inputs, 'filter');
    const convolution = convolutionOf(call, x.shape, filter.shape);
    if (convolution === null) return call.stock();
    const { patchSize, outChannels, batch, geometry } = convolution;
    const out = heap.output([batch, geometry.outHeight, geometry.outWidth, outChannels]);
    const target = heap.address(out);
    const pieces = piecesOf(convolution);
    const memory = patchMemory(heap, pieces, patchSize);
    for (const piece of pieces) {
      multiplyMatrices(heap, {
        a: matrixAt(patchesOf(heap, convolution, x, { piece, memory }), patchSize),
        b: matrixAt(heap.address(filter), outChannels),
        target: target + piece.position * outChannels * 4,
        ...{ rows: piece.positions, columns: outChannels, inner: patchSize, accumulate: false },
      });
    }
    return out;
  },
};
