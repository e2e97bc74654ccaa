import { createRegistry } from '../../../src-shared/lib/registry.ts';
import { capsule } from './capsule/capsule.format.ts';
import type { ExportFormat } from './format.ts';
import { cHeader } from './c-header/c-header.format.ts';
import { kerasH5 } from './keras/keras-h5.format.ts';
import { keras } from './keras/keras.format.ts';
import { onnx } from './onnx/onnx.format.ts';
import { pytorch } from './pytorch/pytorch.format.ts';
import { safetensors } from './safetensors/safetensors.format.ts';
import { savedModel } from './saved-model/saved-model.format.ts';
import { tfjsGraph } from './tfjs-graph/tfjs-graph.format.ts';
import { tfjs } from './tfjs/tfjs.format.ts';
import { tflite } from './tflite/tflite.format.ts';

/** Registry `format`, in the order of the forms. A test fails when a *.format.ts of this folder is missing here. */
export const formats = createRegistry<ExportFormat>([
  onnx,
  keras,
  kerasH5,
  tfjs,
  tfjsGraph,
  savedModel,
  tflite,
  pytorch,
  safetensors,
  capsule,
  cHeader,
]);
