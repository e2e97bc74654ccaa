import type { PresetPurpose } from '../../src-main/engine/graph/preset.ts';
import { presets } from '../../src-main/engine/graph/presets/index.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';

/** What a preset is built for where the case does not matter: an image, a text of 20 tokens out of 50, a spectrogram, a row. */
const PURPOSES: Readonly<Record<string, Omit<PresetPurpose, 'outputs'>>> = {
  ...Object.fromEntries(['bag-of-embeddings', 'text-cnn', 'lstm', 'tiny-transformer'].map(id => [id, { inputShape: [20], tokens: 50 }])),
  'dscnn-small': { inputShape: [25, 10, 1] },
  crnn: { inputShape: [25, 10, 1] },
  'resnet-tabular': {
    inputShape: [15],
    categories: [
      { first: 1, values: 9 },
      { first: 11, values: 3 },
    ],
  },
};

export function purposeOf(id: string): Omit<PresetPurpose, 'outputs'> {
  return PURPOSES[id] ?? { inputShape: [28, 28, 1] };
}

/** Small, for tests that go through every value. */
const SMALL_PRESETS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  mlp: { hidden: [5, 4], batchNorm: true, dropout: 0.2 },
  lenet5: { filters: [3, 4], hidden: 6 },
  'small-cnn': { filters: [3, 4], batchNorm: true },
  'mini-resnet': { widths: [3, 4], blocks: 2 },
  resnet: { depth: 8, width: 3 },
  'vgg-small': { filters: [3, 4], hidden: 6 },
  'mobilenet-small': { widths: [3, 4], blocks: 2, expansion: 2, squeezeExcite: true },
  'bag-of-embeddings': { units: 5, hidden: [4] },
  'text-cnn': { units: 4, lengths: [2, 3], filters: 3 },
  lstm: { units: 4, states: 3 },
  'tiny-transformer': { units: 4, heads: 2, inner: 5 },
  'dscnn-small': { channels: 3, blocks: 2 },
  crnn: { filters: [3, 2], units: 3 },
  'resnet-tabular': { width: 4, blocks: 2 },
};

export function buildPreset(id: string, params: Readonly<Record<string, unknown>>, purpose: Partial<PresetPurpose> = {}): ModelGraph {
  const preset = presets.require(id);
  const parsed = parseParams(preset.params, params);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return preset.build(parsed.value, { outputs: 5, ...purposeOf(id), ...purpose });
}

/** The small one on its purpose. */
export function smallPreset(id: string): ModelGraph {
  return buildPreset(id, SMALL_PRESETS[id] ?? {});
}
