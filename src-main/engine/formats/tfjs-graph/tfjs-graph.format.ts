import { defineFormat } from '../format.ts';
import { readTfjsGraph, runGraph } from './session.ts';
import { writeTfjsGraph } from './write.ts';

export const tfjsGraph = defineFormat({
  id: 'tfjs-graph',
  title: 'TensorFlow.js graph',
  help: 'A graph model for the browser, of plain operations: it holds what a layers model has no layer for; answers with probabilities.',
  source: 'TensorFlow.js, graph model format',
  revision: 1,
  params: {},
  extension: '.model.json',
  tolerance: 1e-5,
  runsIn: 'wasm',
  fileNames: name => [`${name}.model.json`, `${name}.weights.bin`],
  write: async (model, { name }) => writeTfjsGraph(model, name),
  async open(files, engine) {
    const [json, weights] = await Promise.all([files.read(files.names[0]!), files.read(files.names[1]!)]);
    return runGraph(readTfjsGraph(json, weights), await engine());
  },
});
