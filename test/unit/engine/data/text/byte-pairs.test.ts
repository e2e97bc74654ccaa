import { expect, it } from 'vitest';
import { createPieceCutter, learnMerges } from '../../../../../src-main/engine/data/text/byte-pairs.ts';

/** The example of Sennrich et al. 2016, without their mark for the end of a word. */
const COUNTS = new Map([
  ['low', 5],
  ['lower', 2],
  ['newest', 6],
  ['widest', 3],
]);

it('joins the most frequent pair first, and counts anew after each', () => {
  // e·s and s·t come 9 times each, es before st by character; then es·t 9, l·o and lo·w 7, and of the pairs that come 6 times the first.
  expect(learnMerges(COUNTS, { most: 4, atLeast: 2 })).toEqual(['e s', 'es t', 'l o', 'lo w']);
});

it('agrees with counting every pair from the start each time', () => {
  let words = [...COUNTS].map(([word, count]) => ({ pieces: [...word], count }));
  const expected: string[] = [];
  for (let round = 0; round < 12; round++) {
    const counts = new Map<string, number>();
    for (const { pieces, count } of words)
      for (let i = 1; i < pieces.length; i++)
        counts.set(`${pieces[i - 1]} ${pieces[i]}`, (counts.get(`${pieces[i - 1]} ${pieces[i]}`) ?? 0) + count);
    const best = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0];
    if (best === undefined) break;
    expected.push(best[0]);
    words = words.map(({ pieces, count }) => ({ pieces: joinAll(pieces, best[0]), count }));
  }
  expect(learnMerges(COUNTS, { most: 12, atLeast: 1 })).toEqual(expected);
});

function joinAll(pieces: readonly string[], pair: string): string[] {
  const out: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    if (`${pieces[i]} ${pieces[i + 1]}` === pair) out.push(pieces[i++]! + pieces[i]!);
    else out.push(pieces[i]!);
  }
  return out;
}

it('stops where no pair is frequent enough', () => {
  expect(learnMerges(new Map([['ab', 1]]), { most: 10, atLeast: 2 })).toEqual([]);
});

it('cuts a word that training never showed into the pieces it learned', () => {
  expect(createPieceCutter(['e s', 'es t', 'l o', 'lo w'])('lowest')).toEqual(['low', 'est']);
  expect(createPieceCutter([])('abc')).toEqual(['a', 'b', 'c']);
});
