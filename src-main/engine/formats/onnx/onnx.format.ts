import { defineFormat } from '../format.ts';
import { openOnnx } from './session.ts';
import { writeOnnx } from './write.ts';

export const onnx = defineFormat({
  id: 'onnx',
  title: 'ONNX',
  help: 'One file for onnxruntime and everything else that reads ONNX; answers with probabilities.',
  source: 'ONNX project, operator set 17',
  revision: 1,
  params: {},
  extension: '.onnx',
  tolerance: 1e-5,
  fileNames: name => [`${name}.onnx`],
  write: async (model, { name }) => [{ name: `${name}.onnx`, bytes: writeOnnx(model) }],
  open: async files => openOnnx(await files.read(files.names[0]!)),
});
