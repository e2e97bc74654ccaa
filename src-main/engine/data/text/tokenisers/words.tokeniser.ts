import { definePlainTokeniser } from './plain-tokeniser.ts';

/** Letters, marks and digits, with an apostrophe or a hyphen within; every other character by itself. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

export const words = definePlainTokeniser(
  {
    id: 'words',
    title: 'Words',
    help: 'For languages with spaces; a punctuation mark is a token of its own.',
    source: 'Manning, Raghavan & Schütze 2008, "Introduction to Information Retrieval", §2.2',
    revision: 1,
  },
  plain => plain.match(WORD) ?? [],
);
