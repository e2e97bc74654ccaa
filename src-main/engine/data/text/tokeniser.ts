import type { ParamSpecs, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../../algorithm.ts';

/** What was learned from training texts: plain data, stored with the data set and in every model. */
export interface LearnedTokens {
  /** Tokens that have a number of their own, the most frequent first. */
  readonly vocabulary: readonly string[];
  /** Pairs that are joined, in this order, `first second`; empty where nothing is. */
  readonly merges: readonly string[];
}

export interface LearnCall {
  /** Of the training part. */
  readonly texts: Iterable<string>;
  /** At most this many tokens. */
  readonly size: number;
  /** A token must be seen this often. */
  readonly atLeast: number;
}

/** A way to cut a text into tokens. */
export interface Tokeniser<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  learn(config: ParamValues<S>, call: LearnCall): LearnedTokens;
  /** Tokens of a text, in order; those outside the vocabulary too. */
  prepare(config: ParamValues<S>, learned: LearnedTokens): (text: string) => readonly string[];
}

/** One whose parameters' types are forgotten, as the registry holds it; `config` must have been parsed by its `params`. */
export interface RegisteredTokeniser extends Algorithm {
  learn(config: Readonly<Record<string, unknown>>, call: LearnCall): LearnedTokens;
  prepare(config: Readonly<Record<string, unknown>>, learned: LearnedTokens): (text: string) => readonly string[];
}

export function defineTokeniser<const S extends ParamSpecs>(tokeniser: Tokeniser<S>): Tokeniser<S> {
  return tokeniser;
}

/** How often each token comes. */
export function countTokens(texts: Iterable<string>, cut: (text: string) => Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const token of cut(text)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** The most frequent, ties by character. */
export function mostFrequent(counts: ReadonlyMap<string, number>, { size, atLeast }: Omit<LearnCall, 'texts'>): readonly string[] {
  return [...counts]
    .filter(([, count]) => count >= atLeast)
    .sort(([a, often], [b, oftener]) => oftener - often || (a < b ? -1 : 1))
    .slice(0, size)
    .map(([token]) => token);
}
