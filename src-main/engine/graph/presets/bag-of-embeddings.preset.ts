import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';
import { embeddingUnits, headDropout, lastLayers, pooled, sequenceOf, vocabulary } from './sequence.ts';

/** The mean of the tokens' rows, whatever their order; then hidden layers, if any, and one dense layer. */
export const bagOfEmbeddings = definePreset({
  id: 'bag-of-embeddings',
  title: 'Bag of embeddings',
  help: 'The mean of what is learnt of each word: small, quick, and strong where words alone tell.',
  source: 'Joulin 2016, arXiv:1607.01759',
  revision: 1,
  params: {
    units: embeddingUnits,
    hidden: {
      kind: 'list',
      label: 'Hidden layers',
      help: 'Units of each.',
      of: { kind: 'number', label: 'Units', min: 1, max: 100_000, integer: true, scale: 'log' },
      default: [],
      maxItems: 16,
    },
    dropout: headDropout,
    vocabulary,
  },
  build({ units, hidden, dropout, vocabulary: told }, purpose) {
    const { inputShape, outputs } = purpose;
    const series = sequenceOf('bag-of-embeddings', purpose, { vocabulary: told, units, project: true });
    const layers = hidden.map(count => entry('dense', { units: count, activation: 'relu', initialiser: 'he-normal' }));
    const list = [...series.entries, pooled('global-average-pool', series.end, series, 'bag'), ...layers, ...lastLayers(dropout, outputs)];
    return graphFromLayers(list, { inputShape, outputs, task: 'values' });
  },
});
