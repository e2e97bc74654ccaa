import { createRegistry } from '../../../src-shared/lib/registry.ts';
import type { Backend } from './backend.ts';
import { plainJavaScript } from './cpu/plain-javascript.ts';
import { libtensorflow, libtensorflowOps, libtensorflowXla } from './libtensorflow/libtensorflow.ts';
import { tfjsNode } from './tfjs-node/tfjs-node.ts';
import { wasm } from './wasm/wasm.ts';
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
    driver: wasm,
    missing: '',
  },
  {
    id: 'cpu',
    title: 'Plain JavaScript',
    driver: plainJavaScript,
    missing: '',
  },
]);
