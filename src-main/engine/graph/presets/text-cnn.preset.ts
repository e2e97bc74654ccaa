import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';
import { embeddingUnits, headDropout, lastLayers, pooled, sequenceOf, vocabulary } from './sequence.ts';

/**
 * Convolutions of several lengths side by side over the tokens' rows, the greatest answer of each filter over the text, one
 * dense layer. Node names: `conv3`, `greatest3`, … by the length.
 */
export const textCnn = definePreset({
  id: 'text-cnn',
  title: 'Convolutions over text',
  help: 'Looks for telling groups of words anywhere in the text.',
  source: 'Kim 2014, arXiv:1408.5882',
  revision: 1,
  params: {
    units: embeddingUnits,
    lengths: {
      kind: 'list',
      label: 'Lengths',
      help: 'Tokens that the filters of each kind see at once.',
      of: { kind: 'number', label: 'Length', min: 1, max: 64, integer: true },
      default: [3, 4, 5],
      minItems: 1,
      maxItems: 8,
    },
    filters: { kind: 'number', label: 'Filters', help: 'Of each length.', default: 64, min: 1, max: 4096, integer: true, scale: 'log' },
    dropout: { ...headDropout, default: 0.5 },
    vocabulary,
  },
  build({ units, lengths, filters, dropout, vocabulary: told }, purpose) {
    const { inputShape, outputs } = purpose;
    const series = sequenceOf('text-cnn', purpose, { vocabulary: told, units, project: true });
    // What fills up counts as nothing within a window, too.
    const known = series.mask === null ? [] : [entry('multiply', {}, { name: 'known', from: [series.end, series.mask] })];
    const read = known.length === 0 ? series.end : 'known';
    const each = [...new Set(lengths)];
    const branches = each.flatMap(kernel => [
      entry(
        'conv1d',
        { filters, kernel, padding: 'same', activation: 'relu', initialiser: 'he-normal' },
        { name: `conv${kernel}`, from: [read] },
      ),
      pooled('global-max-pool', `conv${kernel}`, series, `greatest${kernel}`),
    ]);
    const joined = each.length === 1 ? [] : [entry('concatenate', {}, { name: 'all', from: each.map(kernel => `greatest${kernel}`) })];
    const list = [...series.entries, ...known, ...branches, ...joined, ...lastLayers(dropout, outputs)];
    return graphFromLayers(list, { inputShape, outputs, task: 'values' });
  },
});
