import { learnJoins, type CutWord, type PairCounts } from './piece-joins.ts';
import { rememberWords } from './remember-words.ts';

/** Stands before a piece that goes on with a word. */
const CONTINUED = '##';

/**
 * Pieces to add to those that `words` are cut into, in the order learned: of all neighbours the pair that, as one piece, adds most to the
 * log-likelihood of the texts, count(ab) log(N count(ab) / (count(a) count(b))) with N pieces at the beginning, each counted after those
 * before it were joined; ties by character. Stops after `most` joins or where no pair comes `atLeast` times. Source: Schuster &
 * Nakajima 2012, "Japanese and Korean voice search". The quotient count(ab) / (count(a) count(b)) that often stands for it gives the gain
 * for each time a piece comes: among mails it joins identifiers that come twice before common words, and a mail takes more than
 * twice the tokens.
 */
export function learnWordPieces(words: readonly CutWord[], limits: { readonly most: number; readonly atLeast: number }): string[] {
  const all = words.reduce((sum, { pieces, count }) => sum + pieces.length * count, 0);
  const score = ({ pair, first, second }: PairCounts): number => pair * Math.log((all * pair) / (first * second));
  return learnJoins(words, { ...limits, score, byPieces: true, join: joinPieces }).map(({ joined }) => joined);
}

function joinPieces(first: string, second: string): string {
  return first + (second.startsWith(CONTINUED) ? second.slice(CONTINUED.length) : second);
}

/** The characters of a word as the pieces that learning begins with; behind the first they are marked where asked for. */
export function charactersOf(word: string, marked: boolean): readonly string[] {
  return [...word].map((character, i) => (marked && i > 0 ? CONTINUED + character : character));
}

/**
 * The pieces of a word: from the left always the longest of the vocabulary. Where pieces are marked, a word with a place that none fits
 * is one token, itself, which the vocabulary lacks; where they are not, just the character there is. Source: Devlin et al. 2019,
 * arXiv:1810.04805, for marked ones.
 */
export function createLongestMatch(
  vocabulary: readonly string[],
  isMarked: (word: string) => boolean,
): (word: string) => readonly string[] {
  const pieces = createTree(vocabulary);
  return rememberWords(word => {
    const [characters, marked] = [[...word], isMarked(word)];
    const found: string[] = [];
    for (let place = 0, end = 0; place < characters.length; place = end) {
      const mark = marked && place > 0 ? CONTINUED : '';
      end = longestEnd(pieces, mark, { characters, place });
      if (end === place && marked) return [word];
      end = Math.max(end, place + 1);
      found.push(mark + characters.slice(place, end).join(''));
    }
    return found;
  });
}

/** Pieces that begin alike. */
interface Tree {
  isPiece: boolean;
  readonly next: Map<string, Tree>;
}

function createTree(pieces: readonly string[]): Tree {
  const root: Tree = { isPiece: false, next: new Map() };
  for (const piece of pieces) {
    let tree = root;
    for (const character of piece) {
      const next = tree.next.get(character) ?? { isPiece: false, next: new Map<string, Tree>() };
      tree.next.set(character, next);
      tree = next;
    }
    tree.isPiece = true;
  }
  return root;
}

/** Where the longest piece from a place ends; the place itself where there is none. */
function longestEnd(
  pieces: Tree,
  mark: string,
  { characters, place }: { readonly characters: readonly string[]; readonly place: number },
): number {
  let tree: Tree | undefined = pieces;
  for (const character of mark) tree = tree?.next.get(character);
  let end = place;
  for (let i = place; tree !== undefined && i < characters.length; i++) {
    tree = tree.next.get(characters[i]!);
    if (tree?.isPiece === true) end = i + 1;
  }
  return end;
}
