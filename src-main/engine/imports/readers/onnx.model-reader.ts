import { defineModelReader } from '../model-reader.ts';
import { keepOperators } from '../onnx/keep-operators.ts';
import { readOnnx } from '../onnx/read.ts';
import { openReference } from '../onnx/reference.ts';
import { withOutputs } from '../onnx/schema.ts';
import { readForeign } from '../read-foreign.ts';

export const onnxReader = defineModelReader({
  id: 'onnx',
  title: 'ONNX',
  help: 'From PyTorch, Keras, scikit-learn and others, operator sets 7 to 23.',
  source: 'ONNX project, onnx.proto',
  revision: 1,
  params: {},
  matches: ['.onnx'],
  async read(files, wish) {
    let isWhole = true;
    const foreign = await readOnnx(files.bytes, name => {
      isWhole = false;
      return files.beside(name);
    });
    const { imported, ...model } = readForeign(foreign, wish, keepOperators(files.bytes));
    const { input } = imported;
    // Its runtime here hands out no maps of names to numbers, but the numbers themselves.
    const maps = new Map(foreign.nodes.flatMap(({ op, inputs, outputs: [map = ''] }) => (op === 'ZipMap' ? [[map, inputs[0] ?? '']] : [])));
    const outputs = imported.outputs.map(name => maps.get(name) ?? name);
    const hidden = outputs.filter(name => !imported.outputs.includes(name));
    const oneByOne = foreign.nodes.some(({ op }) => op === 'DynamicQuantizeLinear');
    // Weights beside the file are found by the runtime itself, in the folder in which they were found here.
    const file = isWhole ? withOutputs(files.bytes, hidden) : await files.path();
    // Its runtime computes with the steps themselves, and rounds sums in ways of its own.
    const rounding = model.graph.nodes.some(({ layer }) => layer === 'fake-quantise') ? STEPS_APART : undefined;
    return { ...model, rounding, reference: file === null ? null : () => openReference({ file, input, outputs, oneByOne }) };
  },
});

/** Of an answer up to 1. */
const STEPS_APART = 0.05;
