import { createPieceCutter, learnMerges } from '../byte-pairs.ts';
import { countPieces, cutWords } from '../piece-joins.ts';
import { countTokens, defineTokeniser, mostFrequent } from '../tokeniser.ts';
import { lowerCaseParam, plainText } from './lower-case-param.ts';
import { startOfWord } from './start-of-word.ts';

/** Stands before the first character of a word, so that beginnings differ from what is within. */
const WORD_MARK = '▁';
const WORD = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu;

/**
 * Characters, joined to frequent pieces. Half of the vocabulary at most goes to single characters; a character that training never
 * showed is unknown. In Chinese a run of characters counts as a word, so that frequent words become pieces.
 */
export const bytePair = defineTokeniser({
  id: 'byte-pair',
  title: 'Pieces of words (byte-pair)',
  help: 'Frequent words whole, rare ones in pieces that are learned from the training texts; also for Chinese.',
  source: 'Sennrich, Haddow & Birch 2016, arXiv:1508.07909; word mark of Kudo & Richardson 2018, arXiv:1808.06226',
  revision: 1,
  params: { lowerCase: lowerCaseParam },
  learn({ lowerCase }, { texts, size, atLeast }) {
    const counts = countTokens(texts, text => wordsOf(text, lowerCase));
    const alphabet = countPieces(cutWords(counts, word => [...word]));
    const single = mostFrequent(alphabet, { size: Math.ceil(size / 2), atLeast });
    const merges = learnMerges(counts, { most: size - single.length, atLeast });
    const pieces = new Set([...single, ...merges.map(pair => pair.replace(' ', ''))]);
    return { vocabulary: [...pieces], merges };
  },
  prepare({ lowerCase }, { merges }) {
    const cut = createPieceCutter(merges);
    return text => wordsOf(text, lowerCase).flatMap(cut);
  },
});

function wordsOf(text: string, lowerCase: boolean): string[] {
  const found = plainText(text, lowerCase).match(WORD) ?? [];
  return found.map(word => WORD_MARK + startOfWord(word));
}
