import { defineSeriesPooling } from '../series-pooling.ts';

/** The mean of each window of steps and channel; padded steps don’t count. */
export const averagePool1d = defineSeriesPooling(
  {
    id: 'average-pool1d',
    title: 'Average pooling of a series',
    help: 'Keeps the mean of each window.',
    source: 'Waibel 1989, doi:10.1109/29.21701',
    revision: 1,
  },
  'avgPool',
);
