import { convolutionOf, patchesOf, patchMemory, piecesOf } from './convolution.ts';
import { matrixAt, multiplyMatrices } from './multiply-matrices.ts';
import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel } from './wasm-kernel.ts';

/** Missing in tfjs. dFilter = patchesᵀ · dy, summed piece by piece. x [N, H, W, C], dy [N, oH, oW, O] → [fH, fW, C, O]. */
export const conv2dBackpropFilterKernel: WasmKernel = {
  name: 'Conv2DBackpropFilter',
  run(call) {
    const { heap, inputs, attrs } = call;
    const x = inputOf(inputs, 'x');
    const dy = inputOf(inputs, 'dy');
    const filterShape = attrs['filterShape'] as number[];
    const convolution = convolutionOf(call, x.shape, filterShape);
    if (convolution === null) return call.stock();
    const { patchSize, outChannels } = convolution;
    const out = heap.zeros(filterShape);
    const target = heap.address(out);
    const gradient = heap.address(dy);
    const pieces = piecesOf(convolution);
    const memory = patchMemory(heap, pieces, patchSize);
    for (const piece of pieces) {
      multiplyMatrices(heap, {
        a: matrixAt(patchesOf(heap, convolution, x, { piece, memory }), patchSize, true),
        b: matrixAt(gradient + piece.position * outChannels * 4, outChannels),
        ...{ target, rows: patchSize, columns: outChannels, inner: piece.positions, accumulate: true },
      });
    }
    return out;
  },
};
