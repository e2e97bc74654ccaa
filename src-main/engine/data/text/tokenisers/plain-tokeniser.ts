import { countTokens, defineTokeniser, mostFrequent, type Tokeniser } from '../tokeniser.ts';
import { lowerCaseParam, plainText } from './lower-case-param.ts';

type Description = Pick<Tokeniser, 'id' | 'title' | 'help' | 'source' | 'revision'>;

/** One whose tokens are parts of the plain text as `cut` finds them; only how often each comes is learned. */
export function definePlainTokeniser(description: Description, cut: (plain: string) => readonly string[]) {
  return defineTokeniser({
    ...description,
    params: { lowerCase: lowerCaseParam },
    learn: ({ lowerCase }, call) => ({
      vocabulary: mostFrequent(
        countTokens(call.texts, text => cut(plainText(text, lowerCase))),
        call,
      ),
      merges: [],
    }),
    prepare:
      ({ lowerCase }) =>
      text =>
        cut(plainText(text, lowerCase)),
  });
}
