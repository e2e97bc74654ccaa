import { wholeInput } from '../../../../../src-main/engine/data/made-inputs.ts';
import { describe, expect, it } from 'vitest';
import { table } from '../../../../../src-main/engine/data/readers/table.reader.ts';
import { standardise } from '../../../../../src-main/engine/data/table/encodings/standardise.column-encoding.ts';
import { parseDate } from '../../../../../src-main/engine/data/table/parse-date.ts';
import { quantileOf, rankAmong } from '../../../../../src-main/engine/data/table/quantiles.ts';
import { createCatalog } from '../../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../../src-shared/domain/params/parse-params.ts';
import { createSha256, memorySources } from '../../../../support/memory-files.ts';

async function encode(text: string, params: Readonly<Record<string, unknown>>, train: readonly number[]) {
  const config = parseParams(table.params, { label: 'y', ...params }, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const sources = memorySources({ '/d': { 't.csv': text } });
  const data = await table.read({ source: '/d/t.csv', config: config.value, sources, createSha256, turn: async () => {} });
  const input = wholeInput(data.encode(Uint32Array.from(train)));
  const [width] = input.shape as [number];
  const rows = Array.from({ length: data.items }, (_, row) => [...input.values.subarray(row * width, (row + 1) * width)]);
  return { rows, input, warnings: data.warnings };
}

const near = (rows: readonly (readonly number[])[]) => rows.map(row => row.map(value => Number(value.toFixed(5)) + 0));

describe('numbers', () => {
  it('are told as they were written, a 0 too, where what is stored has only single precision', () => {
    const [mean, deviation] = [604 / 150, Math.sqrt(1007 / 150)];
    const stored = { column: 'x', kind: 'number', mean, deviation, missing: mean } as const;
    const written = [0, 1, 8, -3.25, 0.001, 123456];
    const told = written.map(value => standardise.decode(stored, Float32Array.of((value - mean) / deviation)));
    expect(told).toEqual(written);
  });

  it('fill in the median and tell missing values apart, where training rows lack some', async () => {
    // Training rows 1, 2, 9: mean 4, deviation √(38/3), median 2.
    const deviation = Math.sqrt(38 / 3);
    const params = { numbers: { kind: 'standardise', missing: 'median', indicator: true } };
    const { rows, input } = await encode('x,z,y\n1,1,a\n2,2,b\n9,3,a\n,4,b\n', params, [0, 1, 2, 3]);
    expect(input.shape).toEqual([3]);
    expect(near(rows).map(row => row.slice(0, 2))).toEqual(
      near(
        [
          [-3, 0],
          [-2, 0],
          [5, 0],
          [-2, deviation],
        ].map(row => row.map(v => v / deviation)),
      ),
    );
    expect(input.preprocessing).toMatchObject([{ columns: [{ missing: 2, indicator: true }, { column: 'z' }] }]);
    expect((await encode('x,z,y\n1,1,a\n2,2,b\n9,3,a\n,4,b\n', params, [0, 1, 2])).input.shape).toEqual([2]);
  });

  it('become their places among the quantiles, evenly spread', async () => {
    const cells = [0, 1, 10, 100, 1000];
    const text = `x,y\n${cells.map((cell, i) => `${cell},${'ab'[i % 2]}`).join('\n')}\n5000,a\n-1,b\n55,a\n`;
    const { rows } = await encode(text, { columns: { x: { kind: 'quantile', points: 5 } } }, [0, 1, 2, 3, 4]);
    const edge = Math.sqrt(3);
    expect(near(rows)).toEqual(near([-1, -0.5, 0, 0.5, 1, 1, -1, 0.25].map(place => [place * edge])));
  });

  it('lie in the middle of equal quantiles', () => {
    expect([0, 1, 1.5, 2].map(value => rankAmong([0, 1, 1, 1, 2], value))).toEqual([0, 0.5, 0.875, 1]);
    expect(quantileOf([1, 2, 10], 0.25)).toBe(1.5);
  });
});

describe('categories', () => {
  it('become their place in the order that is given', async () => {
    const order = ['small', 'medium', 'large'];
    const text = 'x,y\nsmall,a\nlarge,b\nmedium,a\n,b\nhuge,a\n';
    const { rows } = await encode(text, { columns: { x: { kind: 'ordinal', order } } }, [0, 1, 2]);
    const deviation = Math.sqrt(2 / 3);
    expect(near(rows)).toEqual(near([[-1 / deviation], [1 / deviation], [0], [0], [0]]));
    await expect(encode(text, { columns: { x: { kind: 'ordinal', order } } }, [0, 1, 4])).rejects.toThrow(
      /order of 'x'.*'huge' is missing/,
    );
  });

  it('fall into buckets by FNV-1a, unseen ones too', async () => {
    // FNV-1a of 'a' is e40c292c, of 'b' e70c2de5: 44 and 101 in the last byte.
    const { rows } = await encode('x,y\na,p\nb,q\n,p\n', { columns: { x: { kind: 'hashing', buckets: 8 } } }, [0, 1]);
    expect(rows.map(row => row.indexOf(1))).toEqual([0x2c % 8, 0xe5 % 8, -1]);
  });

  it('become their mean answers: to training rows, those of other rows', async () => {
    const text = `x,y\n${Array.from({ length: 40 }, (_, i) => `${i < 20 ? 'u' : 'v'}${i % 10},${i < 20 ? 'yes' : 'no'}`).join('\n')}\nu0,yes\nnew,no\n`;
    const params = { columns: { x: { kind: 'target', smoothing: 0, folds: 5 } } };
    const { rows, input } = await encode(
      text,
      params,
      Array.from({ length: 40 }, (_, i) => i),
    );
    // Share of 'yes' 0.5, deviation 0.5: all of u0 say yes, nothing is known of 'new'.
    expect(rows[40]).toEqual([1]);
    expect(rows[41]).toEqual([0]);
    expect(input.preprocessing).toMatchObject([{ columns: [{ kind: 'target', prior: [0.5], scale: [0.5] }] }]);
  });

  it('never tell a training row its own answer', async () => {
    // Every category once: without the row itself nothing is known of it.
    const text = `x,y\n${Array.from({ length: 30 }, (_, i) => `c${i},${i % 2 === 0 ? 'a' : 'b'}`).join('\n')}`;
    const { rows } = await encode(
      text,
      { columns: { x: { kind: 'target' } } },
      Array.from({ length: 20 }, (_, i) => i),
    );
    expect(rows.every(row => row[0] === 0)).toBe(true);
  });
});

describe('dates', () => {
  it('are found, and become time and the places in the year and the week', async () => {
    const text = 'when,y\n2024-01-01,a\n2024-01-08,b\n2024-07-01,a\n2024-01-03,b\n';
    const { rows, input } = await encode(text, {}, [0, 1, 2, 3]);
    expect(input.columns?.[0]).toMatchObject({ name: 'when', type: 'date' });
    expect(input.preprocessing).toMatchObject([{ columns: [{ kind: 'date', parts: ['time', 'year', 'week'] }] }]);
    // Mondays begin the week: sine 0, cosine 1; a Wednesday is two sevenths on.
    const wednesday = (4 * Math.PI) / 7;
    expect(near(rows.map(row => row.slice(3)))).toEqual(
      near([
        [0, 1],
        [0, 1],
        [0, 1],
        [Math.sin(wednesday), Math.cos(wednesday)],
      ]),
    );
  });

  it.each([
    ['1970-01-02', 86_400],
    ['1970-01-01T01:00', 3600],
    ['1970-01-01 00:00:01.5', 1.5],
    ['1970-01-01T02:00:00+02:00', 0],
    ['1969-12-31T23:59:59Z', -1],
    ['2023-02-29', NaN],
    ['2023-13-01', NaN],
    ['2023-1-1', NaN],
    ['2023-01-01T24:00', NaN],
    ['01/02/2023', NaN],
    ['20230101', NaN],
  ])('%s is %d seconds after 1970', (text, seconds) => {
    expect(parseDate(text)).toBe(seconds);
  });

  it('stay categories where anything else stands among them', async () => {
    const { input } = await encode('x,y\n2024-01-01,a\nsoon,b\n2024-01-01,a\n', {}, [0, 1, 2]);
    expect(input.columns?.[0]).toMatchObject({ type: 'category' });
  });
});

describe('columns read as a person says', () => {
  const text = `id,x,y\n${Array.from({ length: 30 }, (_, i) => `n${i},${i},${'ab'[i % 2]}`).join('\n')}`;
  it('are inputs even where they would be left out', async () => {
    const { input, warnings } = await encode(
      text,
      { columns: { id: { kind: 'hashing', buckets: 4 }, x: { kind: 'standardise' } } },
      [0, 1, 2],
    );
    expect(input.shape).toEqual([5]);
    expect(warnings).toEqual([]);
  });

  it.each<[Readonly<Record<string, unknown>>, RegExp]>([
    [{ columns: { id: { kind: 'standardise' } } }, /'id' must hold numbers alone for 'standardise', but row 1 has 'n0'/],
    [{ columns: { x: { kind: 'date-parts' } } }, /'x' must hold dates alone .* but it has only numbers/],
    [{ columns: { z: { kind: 'one-hot' } } }, /A column called 'z' is required/],
  ])('are refused where they are not that: %j', async (params, message) => {
    await expect(encode(text, params, [0, 1, 2])).rejects.toThrow(message);
  });
});
