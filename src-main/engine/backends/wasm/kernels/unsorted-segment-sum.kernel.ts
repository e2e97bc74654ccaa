import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel } from './wasm-kernel.ts';

/** Missing in tfjs: the gradient of gather. x [S, …], segmentIds [S] → [numSegments, …]; negative ids are dropped. */
export const unsortedSegmentSumKernel: WasmKernel = {
  name: 'UnsortedSegmentSum',
  run({ tf, heap, inputs, attrs }) {
    const x = inputOf(inputs, 'x');
    const ids = inputOf(inputs, 'segmentIds');
    const segments = Number(attrs['numSegments']);
    const itemShape = x.shape.slice(ids.shape.length);
    const width = tf.util.sizeFromShape(itemShape);
    const out = heap.zeros([segments, ...itemShape]);
    const from = heap.values(x);
    const to = heap.values(out);
    heap.integers(ids).forEach((segment, row) => {
      if (segment < 0) return;
      if (segment >= segments) throw new Error(`A segment id must be below ${segments}, got ${segment}`);
      for (let i = 0; i < width; i++) to[segment * width + i]! += from[row * width + i]!;
    });
    return out;
  },
};
