import { describe, expect, it } from 'vitest';
import { areMade, wholeInput } from '../../../../src-main/engine/data/made-inputs.ts';
import { table } from '../../../../src-main/engine/data/readers/table.reader.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import { createSha256, memorySources, sha256Of } from '../../../support/memory-files.ts';

async function read(text: string | Uint8Array, params: Readonly<Record<string, unknown>> = {}, chunkBytes = 7) {
  const { orderBy, ...own } = params;
  const config = parseParams(table.params, { label: 'y', ...own }, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return table.read({
    ...(orderBy === undefined ? {} : { orderBy: orderBy as string }),
    source: '/d/t.csv',
    config: config.value,
    sources: memorySources({ '/d': { 't.csv': text } }, chunkBytes),
    createSha256,
    turn: async () => {},
  });
}

const all = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);
const rows = (count: number, row: (i: number) => string) => Array.from({ length: count }, (_, i) => row(i)).join('\n');

describe('what it reads', () => {
  it('tells the order of the rows by a column, which stays an input', async () => {
    const data = await read('x,day,y\n1,2024-01-03,a\n2,2024-01-01,b\n3,2024-01-02,a\n', { orderBy: 'day' });
    const [first] = data.order!;
    expect([...data.order!].map(seconds => (seconds - first!) / 86_400)).toEqual([0, -2, -1]);
    expect(data.encode(all(3)).columns?.map(({ name }) => name)).toEqual(['x', 'day', 'y']);
    await expect(read('x,y\n1,a\n2,b\n', { orderBy: 'dya' })).rejects.toThrow(/A column called 'dya' is required/);
  });

  it('standardises numbers and one-hots categories as the training rows have them', async () => {
    // Training rows 0-2: mean 4, deviation √(8/3); colours blue and red. Row 3 has a colour training never saw.
    const data = await read('x,colour,y\n2,red,a\n4,blue,b\n6,red,a\n100,green,b\n');
    const { values, shape, preprocessing, columns } = wholeInput(data.encode(Uint32Array.of(0, 1, 2)));
    const deviation = Math.sqrt(8 / 3);
    expect(shape).toEqual([3]);
    const expected = [-2 / deviation, 0, 1, 0, 1, 0, 2 / deviation, 0, 1, 96 / deviation, 0, 0];
    [...values].forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    expect(preprocessing).toEqual([
      {
        kind: 'table',
        columns: [
          { column: 'x', kind: 'number', mean: 4, deviation, missing: 4 },
          { column: 'colour', kind: 'category', values: ['blue', 'red'] },
        ],
      },
    ]);
    expect(columns?.map(column => [column.name, column.type, column.distinct])).toEqual([
      ['x', 'number', 4],
      ['colour', 'category', 3],
      ['y', 'label', 2],
    ]);
    expect([...data.target.values]).toEqual([0, 1, 0, 1]);
  });

  it('puts the training mean in place of missing numbers, and makes missing a category', async () => {
    const data = await read('x,c,y\n1,u,a\n3,NA,b\n?,u,a\nNaN,null,b\n');
    const { values, preprocessing } = wholeInput(data.encode(all(4)));
    expect([...values]).toEqual([-1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, 0]);
    expect(preprocessing[0]).toMatchObject({ columns: [{ mean: 2, deviation: 1 }, { values: ['', 'u'] }] });
  });

  it('takes the delimiter from the first line, and quotes, line breaks, byte order mark and CRLF as they come', async () => {
    const text = '\uFEFFname;x;y\r\n"a;b\nc";1;p\r\n"say ""hi""";2;q\r\nd;3;p\r\n';
    for (const chunkBytes of [1, 3, 4096]) {
      const data = await read(text, {}, chunkBytes);
      expect(data.encode(all(3)).preprocessing[0]).toMatchObject({ columns: [{ values: ['a;b\nc', 'd', 'say "hi"'] }, { column: 'x' }] });
    }
    expect((await read('x\ty\n1\ta\n2\tb\n')).items).toBe(2);
  });

  it('hashes the file as it streams by', async () => {
    const text = 'x,y\n1,a\n2,b\n';
    expect((await read(text)).sources).toEqual([{ name: 't.csv', bytes: text.length, sha256: sha256Of(new TextEncoder().encode(text)) }]);
  });

  it('takes numeric labels with more than 20 values for quantities, fewer for classes in numeric order, or as told', async () => {
    const many = `x,y\n${rows(21, i => `${i % 3},${i / 2}`)}`;
    const values = await read(many);
    expect(values.target).toMatchObject({ task: 'values', classes: [] });
    expect(values.target.values[3]).toBe(1.5);
    const classes = await read('x,y\n1,10\n2,9\n3,10.0\n');
    expect(classes.target).toMatchObject({ task: 'classes', classes: ['9', '10'] });
    expect([...classes.target.values]).toEqual([1, 0, 1]);
    expect((await read(many, { task: 'classes' })).target.classes).toHaveLength(21);
    expect((await read('x,y\n1,10\n2,9\n', { task: 'values' })).target.task).toBe('values');
  });

  it('leaves out ids, free text, constant and empty columns, and rows without a label, and says so', async () => {
    const text = `id,name,k,e,x,y\n${rows(30, i => `${i + 1},n${i},5,,${i % 4},${i === 7 ? '' : i % 2}`)}`;
    const data = await read(text);
    const { shape, warnings } = data.encode(all(29));
    expect(data.items).toBe(29);
    expect(shape).toEqual([1]);
    expect([...data.warnings, ...warnings].join('\n')).toBe(
      [
        '1 rows without a label are left out.',
        "Column 'id' numbers the rows and is ignored.",
        "Column 'name' has 29 distinct texts in 29 rows, as a name or an id has, and is ignored.",
        "Column 'e' has no value at all and is ignored.",
        "Column 'k' is constant over the training items and is dropped.",
      ].join('\n'),
    );
  });

  it('warns of a stray text among numbers, and reads number columns as categories when told', async () => {
    const data = await read('x,z,y\n1,1,a\n2,2,b\noops,1,a\n3,2,b\n', { categories: ['z'] });
    expect(data.warnings).toEqual(["Column 'x' holds 3 numbers but also texts ('oops' in row 3), and is read as categories."]);
    expect(data.encode(all(4)).preprocessing[0]).toMatchObject({ columns: [{ values: ['1', '2', '3', 'oops'] }, { values: ['1', '2'] }] });
  });

  it('makes the inputs of a long table piece by piece, each from zeros', async () => {
    // 36,864 rows of seven inputs are a piece; the next one begins with another colour.
    const count = 40_000;
    const data = await read(`colour,y\n${rows(count, i => `c${i % 7},${i % 2 === 0 ? 'a' : 'b'}`)}`);
    const encoded = data.encode(all(count));
    if (!areMade(encoded.values)) throw new Error('Inputs that are made are required');
    expect([...encoded.values.pieces()]).toHaveLength(2);
    const { values } = wholeInput(encoded);
    for (let row = 0; row < count; row++) {
      const colours = [...values.subarray(7 * row, 7 * row + 7)].flatMap((value, colour) => (value === 0 ? [] : [colour]));
      if (colours.length !== 1 || colours[0] !== row % 7) throw new Error(`Row ${row} has the colours ${colours.join()}`);
    }
  });

  it('keeps a number column whose values are all different', async () => {
    const data = await read(`x,y\n${rows(25_000, i => `${(i * 7919) % 25_000}.5,${i % 2}`)}`, {}, 65_536);
    const { values, columns } = wholeInput(data.encode(all(25_000)));
    expect(columns?.[0]).toEqual({ name: 'x', type: 'number', missing: 0, distinct: 25_000 });
    expect([...values].reduce((sum, value) => sum + value * value, 0) / 25_000).toBeCloseTo(1, 4);
  });
});

describe('what it refuses', () => {
  const bytes = (...parts: (string | number)[]) =>
    Uint8Array.from(parts.flatMap(part => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])));
  it.each<[string, string | Uint8Array, RegExp, Readonly<Record<string, unknown>>?]>([
    ['an empty file', '', /file is empty/],
    ['a file of empty lines', '\n\n', /only empty lines/],
    ['a header alone', 'x,y\n', /there is only a header/],
    ['a short row', 'x,z,y\n1,2,a\n3,b\n', /must have 3 columns, as the header, but line 3 has 2/],
    ['a long row', 'x,y\n1,a\n2,b\n3,c,4\n', /must have 2 columns, as the header, but line 4 has 3/],
    ['a missing label column', 'x,colour\n1,a\n', /called 'y' is required; there are: x, colour/],
    ['an unknown column to ignore', 'x,y\n1,a\n', /called 'z' is required/, { ignore: ['z'] }],
    ['one class', 'x,y\n1,a\n2,a\n', /At least two classes are required.*all 2 rows have 'a'/],
    ['equal values', 'x,y\n1,3\n2,3\n', /Values that differ/, { task: 'values' }],
    ['texts as values', 'x,y\n1,3\n2,high\n', /must be a number, but row 2 has 'high'/, { task: 'values' }],
    ['too many classes', `x,y\n${rows(1001, i => `1,c${i}`)}`, /at most 1000 classes, but has 1001/],
    ['two columns of one name', 'x,x,y\n1,2,a\n', /'x' comes twice/],
    ['a label column alone', 'y\na\nb\n', /Columns beside the label 'y' are required/],
    ['bytes that are not UTF-8', bytes('x,y\n1,a\n2,', 0xe9, 'b\n'), /UTF-8 text is required, but byte 10 in line 3 is 0xe9/],
    ['a character cut off at the end', bytes('x,y\n1,a\n2,', 0xe2, 0x82), /byte 10 in line 3 is 0xe2/],
    ['UTF-16', bytes(0xff, 0xfe, 'x', 0, ',', 0), /byte 0 in line 1 is 0xff|NUL/],
    ['NUL bytes', bytes('x,y\n1,', 0, '\n'), /no NUL bytes, but byte 6 in line 2/],
    ['a quote in the middle', 'x,y\n1,a\n2,b"c\n', /Well-formed delimited text/],
    ['a quote never closed', 'x,y\n1,"a\n2,b\n', /Well-formed delimited text/],
    ['labels that are all missing', 'x,y\n1,\n2,NA\n', /2 rows, all without one/],
  ])('%s', async (_, text, message, params = {}) => {
    await expect(read(text, params)).rejects.toThrow(message);
    await expect(read(text, params, 1_000_000)).rejects.toMatchObject({ error: { code: 'invalid-input' } });
  });

  it('a row that never ends, before it fills the memory', async () => {
    await expect(read(`x,y\n"${'a'.repeat(3_000_000)}`, {}, 65_536)).rejects.toThrow(/at most 1048576 bytes/);
  });

  it('a file without a column that varies', async () => {
    const data = await read('x,y\n1,a\n1,b\n');
    expect(() => data.encode(all(2))).toThrow(/must vary over the training items/);
  });

  it('suggests the column that was meant', async () => {
    await expect(read('x,churned\n1,a\n2,b\n', { label: 'chruned' })).rejects.toMatchObject({ error: { hint: "Did you mean 'churned'?" } });
  });
});
