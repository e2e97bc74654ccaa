import { countTokens, defineTokeniser, mostFrequent } from '../tokeniser.ts';
import { lowerCaseParam, plainText } from './lower-case-param.ts';

export const characters = defineTokeniser({
  id: 'characters',
  title: 'Characters',
  help: 'For any language; texts become long, and no word is unknown.',
  source: 'Zhang, Zhao & LeCun 2015, arXiv:1509.01626',
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

/** A run of blanks is one. */
function cut(text: string, lowerCase: boolean): readonly string[] {
  return [...plainText(text, lowerCase).trim().replace(/\s+/g, ' ')];
}
