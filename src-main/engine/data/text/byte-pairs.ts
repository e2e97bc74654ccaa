import { cutWords, joinPair, learnJoins, pairKey } from './piece-joins.ts';
import { rememberWords } from './remember-words.ts';

/**
 * Pairs to join, the most frequent first and each counted after those before it were joined; ties by character. Stops at `most` or
 * where the best pair comes less than `atLeast` times. Source: Sennrich, Haddow & Birch 2016, arXiv:1508.07909.
 */
export function learnMerges(counts: ReadonlyMap<string, number>, limits: { readonly most: number; readonly atLeast: number }): string[] {
  const words = cutWords(counts, word => [...word]);
  const join = (first: string, second: string): string => first + second;
  return learnJoins(words, { ...limits, score: ({ pair }) => pair, byPieces: false, join }).map(({ key }) => key);
}

/** The pieces of a word: of all its neighbours that may be joined, the pair learned first, until none is left. */
export function createPieceCutter(merges: readonly string[]): (word: string) => readonly string[] {
  const ranks = new Map(merges.map((pair, rank) => [pair, rank]));
  return rememberWords(word => {
    let pieces: readonly string[] = [...word];
    for (;;) {
      const ranked = pieces.slice(1).map((piece, i) => ranks.get(pairKey(pieces[i]!, piece)) ?? Infinity);
      const best = Math.min(...ranked);
      if (best === Infinity) return pieces;
      const at = ranked.indexOf(best);
      const [first, second] = [pieces[at]!, pieces[at + 1]!];
      pieces = joinPair(pieces, pairKey(first, second), first + second);
    }
  });
}
