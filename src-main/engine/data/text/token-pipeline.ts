import type { PreprocessingStep } from '../../../../src-shared/domain/dataset.ts';
import { splitAlgorithm } from '../../../../src-shared/domain/params/parse-algorithm.ts';
import { tokenisers } from './tokenisers/index.ts';

/** How a text becomes a model's input: part of a data set and of every model. */
export type TokensStep = Extract<PreprocessingStep, { readonly kind: 'tokens' }>;

/** Number of the places behind a short text's end. */
export const PADDING = 0;
/** Number of every token that has none of its own; the vocabulary follows. */
export const UNKNOWN = 1;
export const FIRST = 2;

export interface TokenPipeline {
  /** Numbers of a text's tokens `[length]`, and how many tokens it had before it was cut. */
  encode(text: string): { readonly numbers: Int32Array; readonly tokens: number };
}

/** Tables are made once a pipeline. */
export function createTokenPipeline({ tokeniser, vocabulary, merges, length, keep }: TokensStep): TokenPipeline {
  const { id, params } = splitAlgorithm(tokeniser, 'kind');
  const cut = tokenisers.require(id).prepare(params, { vocabulary, merges });
  const numbers = new Map(vocabulary.map((token, i) => [token, FIRST + i]));
  return {
    encode(text) {
      const tokens = cut(text);
      const kept = keep === 'start' ? tokens.slice(0, length) : tokens.slice(-length);
      const row = new Int32Array(length).fill(PADDING);
      kept.forEach((token, i) => (row[i] = numbers.get(token) ?? UNKNOWN));
      return { numbers: row, tokens: tokens.length };
    },
  };
}

/** A token's text by its number; null for padding and the unknown. */
export function tokenOf(vocabulary: readonly string[], number: number): string | null {
  return vocabulary[number - FIRST] ?? null;
}
