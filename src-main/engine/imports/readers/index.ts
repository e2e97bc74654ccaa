import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { ModelReader } from '../model-reader.ts';
import { kerasH5Reader } from './keras-h5.model-reader.ts';
import { kerasReader } from './keras.model-reader.ts';
import { onnxReader } from './onnx.model-reader.ts';
import { safetensorsReader } from './safetensors.model-reader.ts';
import { savedModelReader } from './saved-model.model-reader.ts';
import { tfjsReader } from './tfjs.model-reader.ts';
import { tfliteReader } from './tflite.model-reader.ts';
import { torchStateReader } from './torch-state.model-reader.ts';

/** Registry `model-reader`. A test fails when a *.model-reader.ts of this folder is missing here. */
export const modelReaders = createRegistry<ModelReader>([
  onnxReader,
  kerasReader,
  kerasH5Reader,
  tfjsReader,
  savedModelReader,
  tfliteReader,
  torchStateReader,
  safetensorsReader,
]);
