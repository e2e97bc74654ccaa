import { describe, expect, it } from 'vitest';
import { timeBatch } from '../../../../src-main/engine/evaluation/latency-lab.ts';
import { ratioBetween, speedVerdict } from '../../../../src-shared/domain/latency.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';

/** Subjects on a clock that their runs move on; a cost is told the number of the subject's own run. */
function stage(costs: readonly ((run: number) => number)[]) {
  let now = 0;
  const order: string[] = [];
  const subjects = costs.map((cost, s) => {
    let run = 0;
    return {
      async enter() {
        order.push('abc'[s]!);
        now += 1000;
      },
      async run(items: number) {
        order.push(`${'ABC'[s]}${items}`);
        now += cost(run++);
      },
    };
  });
  const call = { subjects, batchSize: 4, random: createRandom(1), budgetMs: 0, nowMs: () => now, turn: async () => {} };
  return { call, order };
}

const WARM_UPS = 5;

describe('timing files in turns', () => {
  it('lets each run once a round, in an order that turns, and leaves warm-ups and entering out of the time', async () => {
    const { call, order } = stage([run => (run < WARM_UPS ? 500 : 2), () => 3, () => 6]);
    const { rounds, batchSize, figures, ratios } = await timeBatch(call);
    expect([rounds, batchSize]).toEqual([30, 4]);
    expect(figures).toEqual([2, 3, 6].map(ms => ({ p50Ms: ms, p95Ms: ms, low: ms, high: ms })));
    expect(ratios).toEqual([
      { a: 0, b: 1, value: 1.5, low: 1.5, high: 1.5 },
      { a: 0, b: 2, value: 3, low: 3, high: 3 },
      { a: 1, b: 2, value: 2, low: 2, high: 2 },
    ]);
    const timed = order.slice(3 * (WARM_UPS + 1)).join(' ');
    expect(timed.startsWith('a A4 b B4 c C4 c C4 b B4 a A4 b B4 c C4 a A4 a A4 c C4 b B4')).toBe(true);
  });

  it('gives the tail, and rounds as far as the budget reaches', async () => {
    const { call } = stage([run => (run % 10 === 0 ? 9 : 1)]);
    // Every run takes 1000 ms to enter, so that the budget ends in round 60.
    const { rounds, figures } = await timeBatch({ ...call, budgetMs: 60 * 1001 });
    expect(rounds).toBe(60);
    expect(figures[0]).toMatchObject({ p50Ms: 1, p95Ms: 9 });
  });

  it('is as unsure as the machine was restless: a slow stretch widens both intervals, but not that of the ratio', async () => {
    // Both are three times as slow in the middle of the measurement.
    const slow = (run: number): number => (run >= 100 && run < 240 ? 3 : 1) * (1 + 0.01 * (run % 7));
    const { call } = stage([slow, run => 2 * slow(run)]);
    const { figures, ratios } = await timeBatch({ ...call, budgetMs: 300 * 1002 });
    const [{ low, high } = { low: 0, high: 0 }] = figures;
    expect(high / low).toBeGreaterThan(2);
    expect(ratios[0]?.value).toBeCloseTo(2, 2);
    expect(ratios[0]!.high - ratios[0]!.low).toBeLessThan(0.1);
  });

  it('is the same for the same times and seed', async () => {
    const cost = (run: number): number => 1 + ((run * 7919) % 13);
    const twice = await Promise.all([1, 2].map(() => timeBatch({ ...stage([cost, () => 5]).call, budgetMs: 90_000 })));
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0]!.figures[0]!.high).toBeGreaterThan(twice[0]!.figures[0]!.low);
  });
});

describe('the ratio of two files', () => {
  const batch = { ratios: [{ a: 0, b: 1, value: 2, low: 1.6, high: 2.5 }] };

  it('turns round with its interval', () => {
    expect(ratioBetween(batch, 0, 1)).toEqual({ value: 2, low: 1.6, high: 2.5 });
    expect(ratioBetween(batch, 1, 0)).toEqual({ value: 0.5, low: 0.4, high: 0.625 });
    expect(ratioBetween(batch, 1, 1)).toEqual({ value: 1, low: 1, high: 1 });
  });

  it('says faster or slower only where the whole interval does', () => {
    const said = [
      [0.8, 0.99],
      [1.01, 2],
      [0.9, 1.1],
      [1, 1.2],
    ].map(([low, high]) => speedVerdict({ low: low!, high: high! }));
    expect(said).toEqual(['faster', 'slower', 'no-difference-seen', 'no-difference-seen']);
  });
});
