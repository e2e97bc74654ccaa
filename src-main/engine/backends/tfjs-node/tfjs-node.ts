import { join } from 'node:path';
import type { BackendDriver } from '../backend.ts';
import { addonFolder, findAddon } from './addon-file.ts';

/**
 * The addon of tfjs-node-gpu, where its own installer ran: a second way to TensorFlow's kernels, without recorded steps. What
 * talks to it is loaded only when it is asked for.
 */
export const tfjsNode: BackendDriver = {
  unavailable({ addonFolder: folder = addonFolder() }) {
    if (findAddon(folder) !== null) return null;
    return `${join(folder, 'napi-v…', 'tfjs_binding.node')} is missing: 'npm rebuild @tensorflow/tfjs-node-gpu' fetches it`;
  },
  create: async options => (await import('./create-tfjs-node-engine.ts')).createTfjsNodeEngine(options),
};
