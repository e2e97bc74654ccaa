import type { KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorLibrary } from '../../../tensor-library.ts';
import type { WasmHeap } from '../heap.ts';

/** A tfjs kernel of this project's own for the WASM back end: it replaces the stock one of the name, or fills its gap. */
export interface WasmKernel {
  /** tfjs's name, e.g. `Conv2DBackpropFilter`; the attributes and inputs are tfjs's too. */
  readonly name: string;
  run(call: WasmKernelCall): TensorInfo | TensorInfo[];
}

export interface WasmKernelCall {
  readonly tf: TensorLibrary;
  readonly heap: WasmHeap;
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
  /** The kernel that was replaced, for the cases this one leaves to it. */
  stock(): TensorInfo;
}

export function inputOf(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`The kernel needs an input '${name}', got ${Object.keys(inputs).join(', ') || 'none'}`);
  return tensor;
}

/** tfjs's form of a kernel. */
export function kernelFunction(kernel: WasmKernel, tf: TensorLibrary, heap: WasmHeap, replaced: KernelFunc | undefined): KernelFunc {
  return ({ inputs, backend, attrs }) =>
    kernel.run({
      tf,
      heap,
      inputs,
      attrs: attrs ?? {},
      stock() {
        if (replaced === undefined) throw new Error(`${kernel.name} of these inputs is not supported by the WASM back end`);
        return replaced({ inputs, backend, attrs: attrs ?? {} }) as TensorInfo;
      },
    });
}
