import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWire, encodeWire } from '../../../../src-shared/lib/wire.ts';

describe('wire', () => {
  it('writes numbers JSON lacks as marked objects', () => {
    expect(encodeWire({ values: [1, Number.NaN, Number.NEGATIVE_INFINITY] })).toBe(
      '{"values":[1,{"$number":"NaN"},{"$number":"-Infinity"}]}',
    );
  });

  it('brings back NaN and infinities at any depth, also as the whole value', () => {
    expect(decodeWire(encodeWire({ a: [{ b: Number.POSITIVE_INFINITY }] }))).toEqual({ a: [{ b: Number.POSITIVE_INFINITY }] });
    expect(decodeWire(encodeWire(Number.NaN))).toBeNaN();
  });

  it('keeps an object that looks like a mark', () => {
    const value = { $number: 'NaN', deeper: { $$number: { $number: Number.NaN } } };
    expect(decodeWire(encodeWire(value))).toEqual(value);
  });

  it('brings back every JSON-like value', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('$number', '$$number', 'number'));
    const { tree } = fc.letrec(tie => ({
      leaf: fc.oneof(
        fc.double().map(n => (Object.is(n, -0) ? 0 : n)),
        fc.string(),
        fc.boolean(),
        fc.constant(null),
      ),
      tree: fc.oneof(
        { depthSize: 'small' },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, value => {
        expect(decodeWire(encodeWire(value))).toEqual(value);
      }),
    );
  });

  it('refuses a mark it does not know', () => {
    expect(() => decodeWire('{"$number":"1e999"}')).toThrow("'1e999' is not a number on the wire");
    expect(() => decodeWire('{"$number":"constructor"}')).toThrow('is required');
  });
});
