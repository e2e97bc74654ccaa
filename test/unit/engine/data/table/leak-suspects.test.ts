import { describe, expect, it } from 'vitest';
import { table } from '../../../../../src-main/engine/data/readers/table.reader.ts';
import { createSha256, memorySources } from '../../../../support/memory-files.ts';
import { tableReader } from '../../../../support/table-params.ts';

const ROWS = 400;

/** Rows of cells by number; their warnings when all of them train. */
async function warningsOf(
  header: string,
  cells: (i: number) => string,
  config: Readonly<Record<string, unknown>> = { label: 'y' },
): Promise<string> {
  const text = `${header}\n${Array.from({ length: ROWS }, (_, i) => cells(i)).join('\n')}`;
  const { params } = tableReader(config);
  const sources = memorySources({ '/d': { 't.csv': text } }, 4096);
  const data = await table.read({ source: '/d/t.csv', config: params as never, sources, createSha256, turn: async () => {} });
  return data.encode(Uint32Array.from({ length: ROWS }, (_, i) => i)).warnings.join('\n');
}

/** Even and odd rows of a period have answers of both kinds. */
const answer = (i: number): string => ((i * 7919) % 10 < 3 ? 'yes' : 'no');

describe('a column that tells the answer', () => {
  it('is suspected when it is the answer in other words, with a slip or two', async () => {
    const told = await warningsOf(
      'outcome,other,y',
      i => `${i === 16 ? 'won' : answer(i) === 'yes' ? 'won' : 'lost'},${i % 5}.5,${answer(i)}`,
    );
    expect(told).toBe("Column 'outcome' alone tells 'y' nearly always: is it known before the answer is, or part of the answer?");
  });

  it('is suspected when a number does, by a threshold', async () => {
    expect(await warningsOf('paid,other,y', i => `${(answer(i) === 'yes' ? 100 : 0) + (i % 7)},${i % 5}.5,${answer(i)}`)).toContain(
      "'paid'",
    );
  });

  it('is suspected when it is the quantity, in another unit', async () => {
    expect(await warningsOf('grams,other,y', i => `${((i * 7919) % 397) * 1000},${i % 5}.5,${(i * 7919) % 397}`)).toContain("'grams'");
  });

  it('is not suspected when it only helps, or when categories merely are as many as rows', async () => {
    const helps = (i: number): string => (i % 7 === 0 ? 'no' : answer(i));
    expect(await warningsOf('hint,y', i => `${helps(i)},${answer(i)}`)).toBe('');
    expect(await warningsOf('code,y', i => `c${i % 150},${answer(i)}`)).toBe('');
  });

  it('is not suspected when guessing alone is nearly always right', async () => {
    expect(await warningsOf('x,y', i => `${i % 5}.5,${i === 3 ? 'yes' : 'no'}`)).toBe('');
  });

  it('is suspected of the label that it tells, where there are several, and not of one that hardly any row has', async () => {
    const several = { label: 'y', task: 'labels', separator: '|' };
    const labels = (i: number): string =>
      [...(answer(i) === 'yes' ? ['paid'] : []), ...(i % 3 === 0 ? ['new'] : []), ...(i % 131 === 1 ? ['rare'] : [])].join('|');
    const told = await warningsOf(
      'outcome,seldom,other,y',
      i => `${answer(i) === 'yes' ? 'won' : 'lost'},${i % 131 === 1 ? 'a' : 'b'},${i % 5}.5,${labels(i)}`,
      several,
    );
    expect(told).toBe("Column 'outcome' alone tells 'paid' nearly always: is it known before the answer is, or part of the answer?");
  });

  it('is told by name for at most three labels', async () => {
    const all = ['a', 'b', 'c', 'd', 'e'].join('|');
    const told = await warningsOf('outcome,other,y', i => `${answer(i)},${i % 5}.5,${answer(i) === 'yes' ? all : ''}`, {
      ...{ label: 'y', task: 'labels', separator: '|' },
    });
    expect(told).toContain("Column 'outcome' alone tells 'a', 'b', 'c', … (5) nearly always");
  });
});
