import { createRegistry } from '../../../src-shared/lib/registry.ts';
import type { Backend } from './backend.ts';
import { createCpuEngine } from './cpu/create-cpu-engine.ts';
import { libtensorflow, libtensorflowOps, libtensorflowXla } from './libtensorflow/libtensorflow.ts';
import { tfjsNode } from './tfjs-node/tfjs-node.ts';
import { createWasmEngine, wasmUnavailable } from './wasm/create-wasm-engine.ts';
import { webgpu } from './webgpu/webgpu.ts';

/** The ladder, best first: where measured times are equal the higher rung wins. */
export const backends = createRegistry<Backend>([
  {
    id: 'libtensorflow',
    title: 'TensorFlow (native)',
    driver: libtensorflow,
    missing: '',
  },
  {
    id: 'libtensorflow-ops',
    title: 'TensorFlow (native), operations side by side',
    driver: libtensorflowOps,
    missing: '',
    fewestThreads: 2,
  },
  {
    id: 'libtensorflow-xla',
    title: 'TensorFlow (native, XLA)',
    driver: libtensorflowXla,
    missing: '',
    slowStart: true,
  },
  {
    id: 'tfjs-node',
    title: 'tfjs-node-gpu addon',
    driver: tfjsNode,
    missing: '',
  },
  {
    id: 'webgpu',
    title: 'WebGPU',
    driver: webgpu,
    missing: '',
  },
  {
    id: 'wasm',
    title: 'WebAssembly (SIMD)',
    driver: { unavailable: wasmUnavailable, create: createWasmEngine },
    missing: '',
  },
  {
    id: 'cpu',
    title: 'Plain JavaScript',
    driver: { unavailable: () => null, create: createCpuEngine },
    missing: '',
  },
]);
