import { countTokens, defineTokeniser, mostFrequent } from '../tokeniser.ts';
import { lowerCaseParam, plainText } from './lower-case-param.ts';

/** Letters, marks and digits, with an apostrophe or a hyphen within; every other character by itself. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

export const words = defineTokeniser({
  id: 'words',
  title: 'Words',
  help: 'For languages with spaces; a punctuation mark is a token of its own.',
  source: 'Manning, Raghavan & Schütze 2008, "Introduction to Information Retrieval", §2.2',
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
  return plainText(text, lowerCase).match(WORD) ?? [];
}
