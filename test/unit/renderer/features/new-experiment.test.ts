import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from '../../../../src-renderer/features/new-experiment/highlight.ts';
import { offsetOf } from '../../../../src-renderer/features/new-experiment/text-position.ts';

describe('places in a recipe', () => {
  const text = 'ab\n\ncde';

  it('are counted from 1 in lines and columns', () => {
    expect(offsetOf(text, 1, 1)).toBe(0);
    expect(offsetOf(text, 3, 2)).toBe(5);
  });

  it('beyond a line or the text are its end', () => {
    expect(offsetOf(text, 1, 99)).toBe(2);
    expect(offsetOf(text, 99, 99)).toBe(7);
    expect(offsetOf(text, 0, 0)).toBe(0);
  });
});

describe('colours of a recipe', () => {
  const coloured = (text: string) =>
    highlight(text)
      .filter(token => token.kind !== 'plain')
      .map(token => [token.kind, token.text]);

  it('tell keys, numbers, texts and comments apart', () => {
    expect(coloured('do: train # learn\nsource: "a: b" # x\nepochs: 8\nlr: 1e-3')).toEqual([
      ['key', 'do'],
      ['comment', '# learn'],
      ['key', 'source'],
      ['text', '"a: b"'],
      ['comment', '# x'],
      ['key', 'epochs'],
      ['number', '8'],
      ['key', 'lr'],
      ['number', '1e-3'],
    ]);
  });

  it('leave a # inside a word and digits inside a name alone', () => {
    expect(coloured('name: a#b fc1')).toEqual([['key', 'name']]);
  });

  it('never change the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a1 :#"\'\n-{}.,\\e') }), text => {
        expect(
          highlight(text)
            .map(token => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
