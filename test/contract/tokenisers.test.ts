import { describe, expect, it } from 'vitest';
import { PADDING, UNKNOWN, createTokenPipeline } from '../../src-main/engine/data/text/token-pipeline.ts';
import { tokenisers } from '../../src-main/engine/data/text/tokenisers/index.ts';

const TEXTS = ['The cat sat on the mat.', 'A cat, a MAT: 机器学习！', 'Naïve cafés at 10 o’clock', '机器人学习 on the mat'];
/** Tokens of the first two texts, in the words of each tokeniser. */
const CUT: Readonly<Record<string, readonly string[]>> = {
  words: ['the', 'cat', 'sat', 'on', 'the', 'mat', '.', 'a', 'cat', ',', 'a', 'mat', ':', '机器学习', '!'],
  characters: [...'the cat sat on the mat.', ...'a cat, a mat: 机器学习!'],
  chinese: ['the', 'cat', 'sat', 'on', 'the', 'mat', '.', 'a', 'cat', ',', 'a', 'mat', ':', '机', '器', '学', '习', '!'],
};

describe.each(tokenisers.all)('tokeniser $id', tokeniser => {
  const config = { lowerCase: true };
  const learned = tokeniser.learn(config, { texts: TEXTS, size: 60, atLeast: 1 });
  const cut = tokeniser.prepare(config, learned);

  it('learns at most the vocabulary that is asked for, each token once, the same every time', () => {
    expect(new Set(learned.vocabulary).size).toBe(learned.vocabulary.length);
    for (const size of [1, 5, 60])
      expect(tokeniser.learn(config, { texts: TEXTS, size, atLeast: 1 }).vocabulary.length).toBeLessThanOrEqual(size);
    expect(tokeniser.learn(config, { texts: TEXTS, size: 60, atLeast: 1 })).toEqual(learned);
  });

  it('leaves out what is seldom', () => {
    const seldom = tokeniser.learn(config, { texts: TEXTS, size: 60, atLeast: 2 }).vocabulary;
    expect(seldom.length).toBeGreaterThan(0);
    expect(seldom.length).toBeLessThan(learned.vocabulary.length);
  });

  it('cuts as it is known to', () => {
    const expected = CUT[tokeniser.id];
    if (expected !== undefined) expect(TEXTS.slice(0, 2).flatMap(cut)).toEqual(expected);
    expect(cut('')).toEqual([]);
  });

  it('loses no letter: the tokens of a text are its letters in order', () => {
    for (const text of TEXTS) {
      const letters = (value: string): string =>
        value
          .normalize('NFKC')
          .toLowerCase()
          .replace(/[\s▁]|##/g, '');
      expect(letters(cut(text).join(''))).toBe(letters(text));
    }
  });

  it('survives JSON, as it is stored with models', () => {
    const again = tokeniser.prepare(config, JSON.parse(JSON.stringify(learned)) as typeof learned);
    expect(TEXTS.map(again)).toEqual(TEXTS.map(cut));
  });
});

it('numbers tokens from 2, with 1 for the unknown and 0 behind the end', () => {
  const step = {
    kind: 'tokens',
    column: 'text',
    tokeniser: { kind: 'words', lowerCase: true },
    vocabulary: ['cat', 'the'],
    merges: [],
  } as const;
  const encode = (text: string, keep: 'start' | 'end') => createTokenPipeline({ ...step, length: 4, keep }).encode(text);
  expect([...encode('The dog', 'start').numbers]).toEqual([3, UNKNOWN, PADDING, PADDING]);
  expect(encode('the cat the cat dog', 'start')).toEqual({ numbers: Int32Array.of(3, 2, 3, 2), tokens: 5 });
  expect([...encode('the cat the cat dog', 'end').numbers]).toEqual([2, 3, 2, UNKNOWN]);
});
