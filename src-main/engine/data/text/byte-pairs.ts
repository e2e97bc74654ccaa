/** Between the halves of a pair in a key and in what is stored: never part of a piece, which has no blanks. */
const BETWEEN = ' ';

interface Word {
  pieces: readonly string[];
  readonly count: number;
}

/**
 * Pairs to join, the most frequent first and each counted after those before it were joined; ties by character. Stops at `most` or
 * where the best pair comes less than `atLeast` times. Source: Sennrich, Haddow & Birch 2016, arXiv:1508.07909.
 */
export function learnMerges(
  counts: ReadonlyMap<string, number>,
  { most, atLeast }: { readonly most: number; readonly atLeast: number },
): string[] {
  const words: Word[] = [...counts].map(([word, count]) => ({ pieces: [...word], count }));
  const index = createPairIndex(words);
  const merges: string[] = [];
  while (merges.length < most) {
    const best = index.best();
    if (best === null || best.count < atLeast) break;
    merges.push(best.pair);
    const [first, second] = best.pair.split(BETWEEN) as [string, string];
    for (const place of [...best.words]) {
      const word = words[place]!;
      index.remove(place);
      word.pieces = joinPair(word.pieces, first, second);
      index.add(place);
    }
  }
  return merges;
}

interface PairIndex {
  add(place: number): void;
  remove(place: number): void;
  best(): { readonly pair: string; readonly count: number; readonly words: ReadonlySet<number> } | null;
}

/** How often each pair comes, and in which words: only words with the joined pair change. */
function createPairIndex(words: readonly Word[]): PairIndex {
  const counts = new Map<string, number>();
  const places = new Map<string, Set<number>>();
  const change = (place: number, sign: 1 | -1): void => {
    const { pieces, count } = words[place]!;
    for (let i = 1; i < pieces.length; i++) {
      const pair = pieces[i - 1]! + BETWEEN + pieces[i]!;
      const left = (counts.get(pair) ?? 0) + sign * count;
      const inWords = places.get(pair) ?? new Set<number>();
      if (left > 0) counts.set(pair, left);
      else counts.delete(pair);
      if (sign > 0) places.set(pair, inWords.add(place));
      else inWords.delete(place);
    }
  };
  words.forEach((_, place) => change(place, 1));
  return {
    add: place => change(place, 1),
    remove: place => change(place, -1),
    best() {
      let [best, most] = ['', 0];
      for (const [pair, count] of counts) if (count > most || (count === most && pair < best)) [best, most] = [pair, count];
      return most === 0 ? null : { pair: best, count: most, words: places.get(best) ?? new Set() };
    },
  };
}

function joinPair(pieces: readonly string[], first: string, second: string): readonly string[] {
  const joined: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const isPair = pieces[i] === first && pieces[i + 1] === second;
    joined.push(isPair ? first + second : pieces[i]!);
    if (isPair) i++;
  }
  return joined;
}

/** The pieces of a word: of all its neighbours that may be joined, the pair learned first, until none is left. Remembers words. */
export function createPieceCutter(merges: readonly string[], remembered = 100_000): (word: string) => readonly string[] {
  const ranks = new Map(merges.map((pair, rank) => [pair, rank]));
  const known = new Map<string, readonly string[]>();
  const cut = (word: string): readonly string[] => {
    let pieces: readonly string[] = [...word];
    for (;;) {
      const ranked = pieces.slice(1).map((piece, i) => ranks.get(pieces[i]! + BETWEEN + piece) ?? Infinity);
      const best = Math.min(...ranked);
      if (best === Infinity) return pieces;
      const at = ranked.indexOf(best);
      pieces = joinPair(pieces, pieces[at]!, pieces[at + 1]!);
    }
  };
  return word => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const pieces = cut(word);
    if (known.size < remembered) known.set(word, pieces);
    return pieces;
  };
}
