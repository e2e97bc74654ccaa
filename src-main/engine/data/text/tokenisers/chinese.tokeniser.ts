import { countTokens, defineTokeniser, mostFrequent } from '../tokeniser.ts';
import { lowerCaseParam, plainText } from './lower-case-param.ts';

/** A Han character by itself; other letters and digits together; every other character by itself. */
const PIECE = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+|[^\s\p{L}\p{M}\p{N}]/gu;

export const chinese = defineTokeniser({
  id: 'chinese',
  title: 'Chinese by character',
  help: 'Every Han character is a token; words of other scripts stay whole.',
  source: 'As in BERT for Chinese: Devlin et al. 2019, arXiv:1810.04805',
  revision: 1,
  params: { lowerCase: lowerCaseParam },
  learn: ({ lowerCase }, call) => ({
    vocabulary: mostFrequent(
      countTokens(call.texts, text => cut(text, lowerCase)),
      call,
    ),
    merges: [],
  }),
  prepare:
    ({ lowerCase }) =>
    text =>
      cut(text, lowerCase),
});

function cut(text: string, lowerCase: boolean): readonly string[] {
  return plainText(text, lowerCase).match(PIECE) ?? [];
}
