import { PRECISIONS, quantisationFields } from '../../../../src-shared/domain/quantisation.ts';
import { defineFormat } from '../format.ts';
import { openOnnx } from './session.ts';
import { writeOnnx } from './write.ts';

export const onnx = defineFormat({
  id: 'onnx',
  title: 'ONNX',
  help: 'One file for onnxruntime and everything else that reads ONNX; answers with probabilities.',
  source: 'ONNX project, operator sets 17 and 21',
  revision: 3,
  params: {
    precision: {
      kind: 'choice',
      label: 'Precision',
      help: 'As the model is, or quantised for this file alone: see the quantise step for the way with a fine-tune. float16 computes in float16, too.',
      default: 'as-is',
      options: ['as-is', ...PRECISIONS],
    },
    ...quantisationFields,
  },
  extension: '.onnx',
  tolerance: 1e-5,
  fileNames: name => [`${name}.onnx`],
  quantisation: ({ precision, ...scheme }) => (precision === 'as-is' ? null : { precision, ...scheme }),
  write: async (model, { name, params: { precision } }) => [
    { name: `${name}.onnx`, bytes: writeOnnx(model, precision === 'float16' ? 'float16' : 'float32') },
  ],
  runsIn: 'itself',
  open: async (files, _engine, options) => openOnnx(await files.read(files.names[0]!), options),
});
