import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { parseJson } from '../../formats/card.ts';
import { openArtifacts, type LayersEnds } from '../../formats/tfjs/session.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import { readKerasModel, type KerasEnds } from '../keras/read-model.ts';
import { namedWeights, readShards } from '../keras/tfjs-weights.ts';
import { defineModelReader } from '../model-reader.ts';
import { columnsOf } from '../trace/seen-inputs.ts';

export const tfjsReader = defineModelReader({
  id: 'tfjs',
  title: 'TensorFlow.js',
  help: 'A layers model: model.json with its weights beside it.',
  source: 'TensorFlow.js 4, layers model',
  revision: 1,
  params: {},
  matches: ['model.json'],
  async read({ bytes, beside }, wish) {
    const json = parseJson(new TextDecoder().decode(bytes), 'model.json');
    const topology = isObject(json) ? json['modelTopology'] : undefined;
    const config = isObject(topology) ? (topology['model_config'] ?? topology) : undefined;
    if (!isObject(json) || !isObject(topology) || 'node' in topology)
      throw invalidInput(`A layers model of TensorFlow.js is required, got ${isObject(json) ? shown(json['format']) : typeof json}`);
    const weights = await readShards(json['weightsManifest'], beside);
    const { model, ends } = readKerasModel(config, namedWeights(weights), wish);
    const weightSpecs = weights.map(({ name, shape }) => ({ name, shape: [...shape], dtype: 'float32' as const }));
    const artifacts = { modelTopology: topology, weightSpecs, weightData: endToEnd(weights) };
    return { ...model, card: null, reference: async engine => openArtifacts(artifacts, await engine(), layersEnds(ends)) };
  },
});

function layersEnds({ parts, outputs }: KerasEnds): LayersEnds {
  const channels = parts.reduce((sum, { shape }) => sum + channelsOf(shape), 0);
  return {
    inputs(items) {
      if (parts.length === 0) return [{ values: items, sizes: null }];
      return parts.map(({ from, shape, sizes }) => ({ values: columnsOf(items, channels, { from, width: channelsOf(shape) }), sizes }));
    },
    outputs,
  };
}

function endToEnd(weights: readonly { readonly values: Float32Array }[]): ArrayBuffer {
  const all = new Float32Array(weights.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of weights) {
    all.set(values, at);
    at += values.length;
  }
  return all.buffer;
}
