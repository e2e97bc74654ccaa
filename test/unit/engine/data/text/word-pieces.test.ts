import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersOf, createLongestMatch, learnWordPieces } from '../../../../../src-main/engine/data/text/word-pieces.ts';

type Counts = Readonly<Record<string, number>>;

const learn = (counts: Counts, limits: { readonly most: number; readonly atLeast: number }): string[] =>
  learnWordPieces(
    Object.entries(counts).map(([word, count]) => ({ pieces: charactersOf(word, true), count })),
    limits,
  );

describe('learning', () => {
  // At first a comes 9 times, ##b 3, ##c 8 and d 2: 22 pieces.
  const counts = { ab: 3, ac: 6, dc: 2 };

  it('joins the pair first that adds most to the likelihood, and counts anew after each', () => {
    // a ##c 6 log(22 · 6 / (9 · 8)) = 3.64, ahead of a ##b 3 log(22 · 3 / (9 · 3)) = 2.68 and d ##c 2 log(22 · 2 / (2 · 8)) = 2.02.
    // Then a comes 3 times and ##c 2: a ##b 3 log(22 · 3 / (3 · 3)) = 5.98, d ##c 2 log(22 · 2 / (2 · 2)) = 4.80.
    expect(learn(counts, { most: 9, atLeast: 1 })).toEqual(['ac', 'ab', 'dc']);
    expect(learn(counts, { most: 2, atLeast: 1 })).toEqual(['ac', 'ab']);
    // Of 33 pieces, e ##f 3 log(33 · 3 / (3 · 3)) = 7.19 is neither the most frequent pair, a ##b 8 log(33 · 8 / (11 · 10)) = 7.00, nor
    // the one whose pieces come least without each other, g ##h 1 log(33) = 3.50.
    expect(learn({ ab: 8, a: 3, c: 2, xb: 2, ef: 3, gh: 1 }, { most: 1, atLeast: 1 })).toEqual(['ef']);
  });

  it('leaves a pair that comes too seldom, however much it adds', () => {
    expect(learn(counts, { most: 9, atLeast: 3 })).toEqual(['ac', 'ab']);
    expect(learn({}, { most: 9, atLeast: 1 })).toEqual([]);
  });

  it('keeps the mark of a piece that goes on with a word, and not that of what is joined to it', () => {
    // ##b ##c 4 log(12 · 4 / (4 · 4)) first, then x ##bc and y ##bc, 2 log(12 · 2 / (2 · 4)) each.
    expect(learn({ xbc: 2, ybc: 2 }, { most: 9, atLeast: 1 })).toEqual(['##bc', 'xbc', 'ybc']);
  });

  it('agrees with counting everything from the start each time', () => {
    const corpus = fc.dictionary(fc.stringMatching(/^[abc]{1,6}$/), fc.integer({ min: 1, max: 5 }), { maxKeys: 8 });
    fc.assert(
      fc.property(corpus, words => {
        expect(learn(words, { most: 12, atLeast: 2 })).toEqual(slowly(words, 12, 2));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

/** The same, by its definition. */
function slowly(counts: Counts, most: number, atLeast: number): string[] {
  const all = Object.entries(counts).reduce((sum, [word, count]) => sum + word.length * count, 0);
  let words = Object.entries(counts).map(([word, count]) => ({ pieces: [...charactersOf(word, true)], count }));
  const learned: string[] = [];
  while (learned.length < most) {
    const [pieces, pairs] = [new Map<string, number>(), new Map<string, number>()];
    const add = (to: Map<string, number>, key: string, count: number) => to.set(key, (to.get(key) ?? 0) + count);
    for (const word of words)
      word.pieces.forEach((piece, i) => {
        add(pieces, piece, word.count);
        if (i > 0) add(pairs, `${word.pieces[i - 1]} ${piece}`, word.count);
      });
    const score = (pair: string): number => {
      const [count, apart] = [pairs.get(pair)!, pair.split(' ').reduce((product, piece) => product * pieces.get(piece)!, 1)];
      return count * Math.log((all * count) / apart);
    };
    const best = [...pairs.keys()].filter(pair => pairs.get(pair)! >= atLeast).sort((a, b) => score(b) - score(a) || (a < b ? -1 : 1))[0];
    if (best === undefined) break;
    learned.push(best.replace(' ##', ''));
    words = words.map(word => ({ ...word, pieces: joinAll(word.pieces, best) }));
  }
  return learned;
}

function joinAll(pieces: readonly string[], pair: string): string[] {
  const out: string[] = [];
  for (let i = 0; i < pieces.length; i++)
    out.push(`${pieces[i]} ${pieces[i + 1]}` === pair ? pieces[i]! + pieces[++i]!.replace('##', '') : pieces[i]!);
  return out;
}

describe('cutting', () => {
  const cut = createLongestMatch(['un', 'u', '##aff', '##able', '##a', '##b', 'able', '##un'], () => true);

  it('takes the longest piece from the left, and those that go on with a word bear a mark', () => {
    expect(cut('unaffable')).toEqual(['un', '##aff', '##able']);
    expect(cut('able')).toEqual(['able']);
    expect(cut('unab')).toEqual(['un', '##a', '##b']);
  });

  it('leaves a word whole, and so unknown, where a place has no piece', () => {
    expect(cut('unfable')).toEqual(['unfable']);
    expect(cut('unable!')).toEqual(['unable!']);
    expect(cut('aff')).toEqual(['aff']);
    expect(createLongestMatch([], () => true)('any')).toEqual(['any']);
  });

  it('cuts a word without marks into the longest pieces, a character that none fits by itself', () => {
    const unmarked = createLongestMatch(['机', '机器', '学习', '##器'], () => false);
    expect(unmarked('机器学习')).toEqual(['机器', '学习']);
    expect(unmarked('学机器人机学习')).toEqual(['学', '机器', '人', '机', '学习']);
  });

  it('never cuts through a character of two units', () => {
    expect(createLongestMatch(['𠮷野', '𠮷'], () => false)('𠮷𠮷野家')).toEqual(['𠮷', '𠮷野', '家']);
    expect(createLongestMatch(['𝒂', '##𝒃'], () => true)('𝒂𝒃')).toEqual(['𝒂', '##𝒃']);
  });
});
