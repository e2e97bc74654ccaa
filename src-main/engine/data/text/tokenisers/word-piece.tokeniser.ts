import { countPieces, cutWords } from '../piece-joins.ts';
import { countTokens, defineTokeniser, mostFrequent } from '../tokeniser.ts';
import { charactersOf, createLongestMatch, learnWordPieces } from '../word-pieces.ts';
import { lowerCaseParam, plainText } from './lower-case-param.ts';
import { LONGEST_WORD, startOfWord } from './start-of-word.ts';

const HAN = String.raw`\p{Script=Han}`;
/** Han characters together, as many as a word may have; other letters and digits together; every other character by itself. */
const WORD = new RegExp(String.raw`${HAN}{1,${LONGEST_WORD}}|(?:(?!${HAN})[\p{L}\p{M}\p{N}])+|[^\s\p{L}\p{M}\p{N}]`, 'gu');
const BEGINS_WITH_HAN = new RegExp(`^${HAN}`, 'u');

/**
 * Words in the longest pieces that the vocabulary has. Half of it at most goes to single characters.
 *
 * BERT makes every Han character a word; `chinese` does that already. Here a run of them is cut, so that frequent Chinese words become
 * pieces. As no blank tells where a word begins in it, its pieces bear no mark (a word is the same token wherever it stands: what is
 * known as maximum matching), and a character that training never showed is unknown by itself and not the whole run.
 */
export const wordPiece = defineTokeniser({
  id: 'word-piece',
  title: 'Pieces of words (word-piece)',
  help: 'Words in the longest pieces that were learned; a word that can’t be pieced together is unknown. Also for Chinese.',
  source: 'Schuster & Nakajima 2012, "Japanese and Korean voice search"; Devlin et al. 2019, arXiv:1810.04805',
  revision: 1,
  params: { lowerCase: lowerCaseParam },
  learn({ lowerCase }, { texts, size, atLeast }) {
    const counts = countTokens(texts, text => wordsOf(text, lowerCase));
    const words = cutWords(counts, word => charactersOf(word, isMarked(word)));
    const single = mostFrequent(countPieces(words), { size: Math.ceil(size / 2), atLeast });
    const joined = learnWordPieces(words, { most: size - single.length, atLeast });
    return { vocabulary: [...new Set([...single, ...joined])], merges: [] };
  },
  prepare({ lowerCase }, { vocabulary }) {
    const cut = createLongestMatch(vocabulary, isMarked);
    return text => wordsOf(text, lowerCase).flatMap(cut);
  },
});

function isMarked(word: string): boolean {
  return !BEGINS_WITH_HAN.test(word);
}

function wordsOf(text: string, lowerCase: boolean): string[] {
  return (plainText(text, lowerCase).match(WORD) ?? []).map(startOfWord);
}
