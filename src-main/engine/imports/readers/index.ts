import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { ModelReader } from '../model-reader.ts';
import { onnxReader } from './onnx.model-reader.ts';

/** Registry `model-reader`. A test fails when a *.model-reader.ts of this folder is missing here. */
export const modelReaders = createRegistry<ModelReader>([onnxReader]);
