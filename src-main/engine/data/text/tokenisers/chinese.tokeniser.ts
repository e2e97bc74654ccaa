import { definePlainTokeniser } from './plain-tokeniser.ts';

/** A Han character by itself; other letters and digits together; every other character by itself. */
const PIECE = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+|[^\s\p{L}\p{M}\p{N}]/gu;

export const chinese = definePlainTokeniser(
  {
    id: 'chinese',
    title: 'Chinese by character',
    help: 'Every Han character is a token; words of other scripts stay whole.',
    source: 'As in BERT for Chinese: Devlin et al. 2019, arXiv:1810.04805',
    revision: 1,
  },
  plain => plain.match(PIECE) ?? [],
);
