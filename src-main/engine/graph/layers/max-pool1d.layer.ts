import { defineSeriesPooling } from '../series-pooling.ts';

/** The greatest value of each window of steps and channel; padding never wins. */
export const maxPool1d = defineSeriesPooling(
  {
    id: 'max-pool1d',
    title: 'Max pooling of a series',
    help: 'Keeps the greatest value of each window.',
    source: 'Collobert 2011, JMLR 12',
    revision: 1,
  },
  'maxPool',
);
