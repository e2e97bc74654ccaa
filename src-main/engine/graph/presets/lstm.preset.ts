import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';
import { embeddingUnits, headDropout, lastLayers, pooled, sequenceOf, vocabulary } from './sequence.ts';

/**
 * A recurrent layer over a text or a series, in both directions or one; the greatest of each state over the steps that count
 * answers (Conneau 2017, arXiv:1705.02364). What fills a text up stands behind it: forwards no state that counts has seen it;
 * backwards it is read first, as rows of zeros, or passed over.
 */
export const lstmPreset = definePreset({
  id: 'lstm',
  title: 'Recurrent net',
  help: 'Reads a text or a series step by step, and answers from all it came to know.',
  source: 'Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; Conneau 2017, arXiv:1705.02364',
  revision: 1,
  params: {
    units: embeddingUnits,
    states: {
      kind: 'number',
      label: 'States',
      help: 'Size of the state, in each direction.',
      default: 64,
      min: 1,
      max: 4096,
      integer: true,
      scale: 'log',
    },
    cell: { kind: 'choice', label: 'Memory', help: 'What reads in each direction.', default: 'lstm', options: ['lstm', 'gru'] },
    bothDirections: { kind: 'flag', label: 'Both directions', help: 'Reads from the end, too.', default: true },
    passOver: {
      kind: 'flag',
      label: 'Pass over the filling',
      help: 'Leaves the state as it is where a text is only filled up. Keras and TensorFlow.js files can’t hold such a network.',
      default: false,
    },
    dropout: headDropout,
    vocabulary,
  },
  build({ units, states, cell, bothDirections, passOver, dropout, vocabulary: told }, purpose) {
    const { inputShape, outputs } = purpose;
    const series = sequenceOf('lstm', purpose, { vocabulary: told, units, project: false });
    const held = passOver && series.mask !== null;
    const known = held || series.mask === null ? [] : [entry('multiply', {}, { name: 'known', from: [series.end, series.mask] })];
    const config = { units: states, returnSequences: true };
    const place = { name: 'states', ...(held ? { from: [series.end, series.mask] } : {}) };
    const recurrent = bothDirections ? entry('bidirectional', { cell, ...config }, place) : entry(cell, config, place);
    const list = [
      ...series.entries,
      ...known,
      recurrent,
      pooled('global-max-pool', 'states', series, 'greatest'),
      ...lastLayers(dropout, outputs),
    ];
    return graphFromLayers(list, { inputShape, outputs, task: 'values' });
  },
});
