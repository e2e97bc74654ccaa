import { definePlainTokeniser } from './plain-tokeniser.ts';

/** A run of blanks is one. */
export const characters = definePlainTokeniser(
  {
    id: 'characters',
    title: 'Characters',
    help: 'For any language; texts become long, and no word is unknown.',
    source: 'Zhang, Zhao & LeCun 2015, arXiv:1509.01626',
    revision: 1,
  },
  plain => [...plain.trim().replace(/\s+/g, ' ')],
);
