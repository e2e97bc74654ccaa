import { createRanking } from './ranking.ts';

/** Between the halves of a pair in its key: never part of a piece, which has no blanks. */
const BETWEEN = ' ';

/** A word as the pieces it is made of, and how often it comes. */
export interface CutWord {
  readonly pieces: readonly string[];
  readonly count: number;
}

/** Two pieces that stand side by side, and how often each of them and both come. */
export interface PairCounts {
  readonly pair: number;
  readonly first: number;
  readonly second: number;
}

export interface JoinRules {
  /** Joins at most. */
  readonly most: number;
  /** A pair that comes less often is not joined. */
  readonly atLeast: number;
  /** The pair with the greatest is joined first; ties by character. */
  readonly score: (counts: PairCounts) => number;
  /** Whether the score asks for the counts of the pieces; where not, a join leaves most scores as they are. */
  readonly byPieces: boolean;
  /** How two pieces are written as one. */
  readonly join: (first: string, second: string) => string;
}

export interface Join {
  /** Of the pair, as `pairKey` makes it. */
  readonly key: string;
  readonly joined: string;
}

/** Pairs to join, in order: each by what is counted after those before it were joined in every word. */
export function learnJoins(words: readonly CutWord[], rules: JoinRules): Join[] {
  const index = createPairIndex(rules);
  for (const { pieces, count } of words) index.add({ pieces, count });
  index.rank([]);
  const joins: Join[] = [];
  while (joins.length < rules.most) {
    const best = index.best();
    if (best === undefined) break;
    const [first, second] = partsOf(best.key);
    const joined = rules.join(first, second);
    joins.push({ key: best.key, joined });
    for (const word of [...best.words]) index.join(word, best.key, joined);
    index.rank([first, second, joined]);
  }
  return joins;
}

/** Words that were counted, each cut into its first pieces. */
export function cutWords(counts: ReadonlyMap<string, number>, cut: (word: string) => readonly string[]): CutWord[] {
  return [...counts].map(([word, count]) => ({ pieces: cut(word), count }));
}

/** How often each piece comes. */
export function countPieces(words: readonly CutWord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { pieces, count } of words) for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + count);
  return counts;
}

/** A pair as it is stored, `first second`. */
export function pairKey(first: string, second: string): string {
  return first + BETWEEN + second;
}

function partsOf(key: string): readonly [string, string] {
  return key.split(BETWEEN) as [string, string];
}

/** Every place of a pair, from the left, as one piece. */
export function joinPair(pieces: readonly string[], key: string, joined: string): readonly string[] {
  const [first, second] = partsOf(key);
  const found: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const isPair = pieces[i] === first && pieces[i + 1] === second;
    found.push(isPair ? joined : pieces[i]!);
    if (isPair) i++;
  }
  return found;
}

interface Word {
  pieces: readonly string[];
  readonly count: number;
}

interface Piece {
  count: number;
  readonly pairs: Set<Pair>;
}

interface Pair {
  readonly key: string;
  readonly first: Piece;
  readonly second: Piece;
  /** Every word that has the pair, among others that had it once. */
  readonly words: Word[];
  count: number;
  /** As it is ranked. */
  score: number;
  ranked: boolean;
}

interface PairIndex {
  add(word: Word): void;
  /** Joins a pair wherever a word has it. */
  join(word: Word, key: string, joined: string): void;
  /** Ranks what was added and joined, and where scores ask for it all pairs of pieces that come more or less often now. */
  rank(changed: readonly string[]): void;
  best(): Pair | undefined;
}

/** Places before and after pairs were joined: of the pieces that went, and of those that came. */
function placesOfJoins(before: readonly string[], after: readonly string[]) {
  const [going, coming] = [new Set<number>(), new Set<number>()];
  for (let i = 0, j = 0; j < after.length; i++, j++) {
    if (after[j] === before[i]) continue;
    going.add(i).add(++i);
    coming.add(j);
  }
  return { going, coming };
}

/** How often pieces and pairs come, and in which words: only words with the joined pair change. */
function createPairIndex(rules: JoinRules): PairIndex {
  const { pieceOf, pairOf, forget } = createTables();
  const touched = new Set<Pair>();
  const ranking = createRanking<Pair>((a, b) => a.score > b.score || (a.score === b.score && a.key < b.key));
  /** Pieces that are new or about to go, and the pairs they are part of. */
  const change = (word: Word, sign: 1 | -1, isPart: (i: number) => boolean): void => {
    const { pieces, count } = word;
    for (let i = 0; i < pieces.length; i++) {
      if (isPart(i)) pieceOf(pieces[i]!).count += sign * count;
      if (i === 0 || !(isPart(i - 1) || isPart(i))) continue;
      const pair = pairOf(pieces[i - 1]!, pieces[i]!);
      pair.count += sign * count;
      if (sign > 0) pair.words.push(word);
      touched.add(pair);
    }
  };
  const rankOne = (pair: Pair): void => {
    const isRanked = pair.count > 0 && pair.count >= rules.atLeast;
    if (isRanked) {
      pair.score = rules.score({ pair: pair.count, first: pair.first.count, second: pair.second.count });
      ranking.place(pair);
    } else if (pair.ranked) ranking.remove(pair);
    pair.ranked = isRanked;
    if (pair.count === 0) forget(pair);
  };
  return {
    add: word => change(word, 1, () => true),
    join(word, key, joined) {
      const before = word.pieces;
      const after = joinPair(before, key, joined);
      if (after.length === before.length) return;
      const { going, coming } = placesOfJoins(before, after);
      change(word, -1, i => going.has(i));
      word.pieces = after;
      change(word, 1, i => coming.has(i));
    },
    rank(changed) {
      if (rules.byPieces) for (const piece of changed) for (const pair of pieceOf(piece).pairs) touched.add(pair);
      for (const pair of touched) rankOne(pair);
      touched.clear();
    },
    best: () => ranking.first(),
  };
}

/** Pieces and pairs by what they are called, made where they are not there yet. */
function createTables() {
  const pieces = new Map<string, Piece>();
  const pairs = new Map<string, Pair>();
  const pieceOf = (name: string): Piece => {
    const known = pieces.get(name);
    if (known !== undefined) return known;
    const piece: Piece = { count: 0, pairs: new Set() };
    pieces.set(name, piece);
    return piece;
  };
  return {
    pieceOf,
    pairOf(first: string, second: string): Pair {
      const key = pairKey(first, second);
      const known = pairs.get(key);
      if (known !== undefined) return known;
      const pair: Pair = { key, first: pieceOf(first), second: pieceOf(second), words: [], count: 0, score: 0, ranked: false };
      pairs.set(key, pair);
      pair.first.pairs.add(pair);
      pair.second.pairs.add(pair);
      return pair;
    },
    forget(pair: Pair): void {
      pairs.delete(pair.key);
      pair.first.pairs.delete(pair);
      pair.second.pairs.delete(pair);
    },
  };
}
