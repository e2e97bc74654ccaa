import { createPieceCutter, learnMerges } from '../byte-pairs.ts';
import { countTokens, defineTokeniser, mostFrequent } from '../tokeniser.ts';
import { lowerCaseParam, plainText } from './lower-case-param.ts';

/** Stands before the first character of a word, so that beginnings differ from what is within. */
const WORD_MARK = '▁';
/** Longer runs without a blank are no words; joining pairs takes the square of the length. */
const LONGEST_WORD = 64;
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
    const alphabet = new Map<string, number>();
    for (const [word, count] of counts) for (const character of word) alphabet.set(character, (alphabet.get(character) ?? 0) + count);
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
  return found.map(word => WORD_MARK + (word.length > LONGEST_WORD ? [...word].slice(0, LONGEST_WORD).join('') : word));
}
