import type { TensorInfo } from '@tensorflow/tfjs-core';
import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel, WasmKernelCall } from './wasm-kernel.ts';

/** Replaces tfjs's where it would transpose the tensor first: sums over leading or middle axes (bias gradients, batch statistics). */
export const sumKernel: WasmKernel = { name: 'Sum', run: call => reduceMiddle(call, () => 1) };

/** The same for means (batch statistics, global average pooling). */
export const meanKernel: WasmKernel = { name: 'Mean', run: call => reduceMiddle(call, reduced => 1 / reduced) };

function reduceMiddle(call: WasmKernelCall, scaleOf: (reduced: number) => number): TensorInfo {
  const { tf, heap, inputs, attrs } = call;
  const x = inputOf(inputs, 'x');
  const axes = tf.util.parseAxisParam(attrs['axis'] as number | number[], x.shape).toSorted((a, b) => a - b);
  const first = axes[0] ?? 0;
  const last = axes.at(-1) ?? -1;
  const adjacent = axes.length === last - first + 1;
  const inner = product(x.shape.slice(last + 1));
  const isOwn = x.dtype === 'float32' && axes.length > 0 && adjacent && inner > 1 && !x.shape.includes(0);
  if (!isOwn) return call.stock();
  const reduced = product(x.shape.slice(first, last + 1));
  const kept = attrs['keepDims'] === true ? axes.map(() => 1) : [];
  const out = heap.output([...x.shape.slice(0, first), ...kept, ...x.shape.slice(last + 1)]);
  const outer = product(x.shape.slice(0, first));
  heap.programs.sumMiddle(heap.address(x), heap.address(out), outer, reduced, inner, scaleOf(reduced));
  return out;
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}
