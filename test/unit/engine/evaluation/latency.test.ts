import { describe, expect, it } from 'vitest';
import { itemsInTurn, latencyItems, measureLatency } from '../../../../src-main/engine/evaluation/latency.ts';

/** Subjects on a clock that their runs move on. */
function stage(costs: readonly ((items: number, run: number) => number)[]) {
  let now = 0;
  const calls: string[] = [];
  const subjects = costs.map((cost, s) => {
    let run = 0;
    return {
      async run(items: number) {
        calls.push(`${'AB'[s]}${items}`);
        now += cost(items, run++);
      },
    };
  });
  return { call: { subjects, engine: 'test-1', nowMs: () => now, turn: async () => {}, budgetMs: 1000 }, calls };
}

describe('measureLatency', () => {
  it('gives the median and the tail of single items and the rate of batches, without the warm-up', async () => {
    // The first three single runs are slow; afterwards every tenth takes 5 ms instead of 1.
    const { call } = stage([(items, run) => (items === 64 ? 16 : run < 3 ? 500 : run % 10 === 0 ? 5 : 1)]);
    const [figures] = await measureLatency(call);
    expect(figures).toEqual({ p50Ms: 1, p95Ms: 5, throughput: 4000, engine: 'test-1' });
  });

  it('lets the subjects take turns, A B then B A', async () => {
    const { call, calls } = stage([() => 2, () => 4]);
    const [a, b] = await measureLatency(call);
    expect([a?.p50Ms, b?.p50Ms]).toEqual([2, 4]);
    expect(calls.slice(8, 14)).toEqual(['A1', 'B1', 'B1', 'A1', 'A1', 'B1']);
  });

  it('stays near its budget, but never below the runs that a median needs', async () => {
    const quick = stage([() => 10]);
    await measureLatency(quick.call);
    // 600 ms of single runs, 400 ms of batches, at 10 ms each; 4 to warm up.
    expect(quick.calls).toHaveLength(4 + 60 + 40);
    const slow = stage([() => 5000]);
    await measureLatency(slow.call);
    expect(slow.calls).toHaveLength(4 + 20 + 5);
  });

  it('has a finite rate on a clock that stands still', async () => {
    const [figures] = await measureLatency(stage([() => 0]).call);
    expect(Number.isFinite(figures?.throughput)).toBe(true);
  });
});

describe('the items of a measurement', () => {
  const dataOf = (count: number) => ({
    ...{ inputShape: [1], task: 'classes' as const, outputs: 2, count: () => count },
    gather: (_: unknown, positions: Uint32Array) => ({ inputs: Float32Array.from(positions), targets: new Int32Array(positions.length) }),
  });

  it('come from all over the part, and some twice where there are fewer than a large batch', () => {
    expect([...latencyItems(dataOf(1024), 'validation').inputs.subarray(0, 4)]).toEqual([0, 2, 4, 6]);
    const few = latencyItems(dataOf(60), 'validation');
    expect(few.count).toBe(64);
    expect([...few.inputs.subarray(58)]).toEqual([58, 59, 0, 1, 2, 3]);
  });

  it('are given in turn, and from the first again before they run out', () => {
    const next = itemsInTurn(latencyItems(dataOf(100), 'validation'));
    expect([next(1), next(2)].map(one => [...one])).toEqual([[0], [1, 2]]);
    expect([next(64)[0], next(64)[0]]).toEqual([3, 0]);
  });
});
