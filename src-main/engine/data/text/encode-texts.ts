import type { AlgorithmValue } from '../../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { EncodedInput } from '../reader.ts';
import { createTokenPipeline, type TokensStep } from './token-pipeline.ts';
import { tokenisers } from './tokenisers/index.ts';

/** How texts become numbers, but for what is learned from them. */
export interface TextEncoding extends Pick<TokensStep, 'column' | 'length' | 'keep'> {
  readonly tokeniser: AlgorithmValue;
  /** Tokens that get a number, at most. */
  readonly vocabulary: number;
  /** Occurrences in the training part that a token needs. */
  readonly atLeast: number;
}

/** The vocabulary is learned from the training part alone. Throws `invalid-input` where nothing can be learned. */
export function encodeTexts(texts: readonly string[], encoding: TextEncoding, train: Uint32Array): EncodedInput {
  const { column, tokeniser, vocabulary, atLeast, length, keep } = encoding;
  const { id, params } = splitAlgorithm(tokeniser, 'kind');
  const learned = tokenisers.require(id).learn(params, { texts: Array.from(train, item => texts[item]!), size: vocabulary, atLeast });
  if (learned.vocabulary.length === 0)
    throw invalidInput(`At least one token must be seen ${atLeast} times in the training part, but none is`, { path: 'atLeast' });
  const step: TokensStep = { kind: 'tokens', column, tokeniser, ...learned, length, keep };
  const pipeline = createTokenPipeline(step);
  const values = new Int32Array(texts.length * length);
  let cut = 0;
  texts.forEach((text, i) => {
    const { numbers, tokens } = pipeline.encode(text);
    values.set(numbers, i * length);
    if (tokens > length) cut++;
  });
  const share = cut / texts.length;
  const warnings = share > 0.2 ? [`${Math.round(100 * share)} % of the texts are longer than ${length} tokens and are cut.`] : [];
  return { kind: 'text', values, shape: [length], preprocessing: [step], warnings };
}
