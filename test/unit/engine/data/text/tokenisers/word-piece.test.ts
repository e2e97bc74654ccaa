import { expect, it } from 'vitest';
import { wordPiece } from '../../../../../../src-main/engine/data/text/tokenisers/word-piece.tokeniser.ts';

const config = { lowerCase: true };
const learn = (texts: readonly string[], size = 100, atLeast = 1) => wordPiece.learn(config, { texts, size, atLeast });
const cut = (vocabulary: readonly string[], text: string) => wordPiece.prepare(config, { vocabulary, merges: [] })(text);

it('learns single characters, the most frequent first, then what is joined', () => {
  // h twice, then ##i and ##o by character; h ##i and h ##o have the same score.
  expect(learn(['Hi ho'])).toEqual({ vocabulary: ['h', '##i', '##o', 'hi', 'ho'], merges: [] });
  expect(learn([''])).toEqual({ vocabulary: [], merges: [] });
});

it('gives half of the vocabulary to single characters at most', () => {
  const { vocabulary } = learn(['abc abc def def ghi ghi'], 6);
  expect(vocabulary.slice(0, 3)).toEqual(['##b', '##c', '##e']);
  expect(vocabulary).toHaveLength(6);
  expect(vocabulary.slice(3).every(piece => piece.replace('##', '').length > 1)).toBe(true);
});

it('does not depend on the order of the texts', () => {
  const texts = ['low lower newest widest', 'the lowest of the new', '机器学习，机器人', '学习机器'];
  expect(learn([...texts].reverse())).toEqual(learn(texts));
});

it('makes frequent Chinese words tokens, the same at the start of a run and within', () => {
  const { vocabulary } = learn(['机器好', '学习机器', '机器学习', '好学习'], 100, 2);
  expect(vocabulary).toEqual(expect.arrayContaining(['机器', '学习', '机', '好']));
  expect(vocabulary.filter(piece => piece.includes('##'))).toEqual([]);
  expect(cut(vocabulary, '我学习机器，好')).toEqual(['我', '学习', '机器', ',', '好']);
});

it('parts Chinese from other letters', () => {
  expect(cut(['用', 'abc', '很好', '##1'], '用ABC很好x1')).toEqual(['用', 'abc', '很好', 'x1']);
});

it('shortens a run of letters to 64 characters, and cuts a longer run of Chinese without losing any', () => {
  expect(cut(['a', '##a'], 'a'.repeat(70))).toHaveLength(64);
  expect(cut(['好'], '好'.repeat(150))).toHaveLength(150);
  expect(cut(['好好'], '好'.repeat(130))).toHaveLength(65);
});

it('cuts nothing into nothing', () => {
  expect(cut(['a'], '')).toEqual([]);
  expect(cut(['a'], ' \n\u3000')).toEqual([]);
});
