import { describe, expect, it } from 'vitest';
import { spreadOfCosts } from '../../../../src-main/engine/search/space-costs.ts';

const network = (parameters: number, multiplyAdds = 10) => ({ costs: { parameters, multiplyAdds, bytes: 4 * parameters } });

describe('the costs of networks drawn from a space', () => {
  it('are spread over equal stretches of the logarithm', () => {
    const { figures } = spreadOfCosts([network(100), network(1001), network(10_000), network(100), network(999)], {});
    const [parameters, multiplyAdds, bytes] = figures;
    expect(parameters).toMatchObject({ name: 'parameters', least: 100, median: 999, greatest: 10_000, limit: null, over: 0 });
    // ln 1000 lies in the middle of ln 100 … ln 10000: the first of the upper 12 stretches; 999 lies just below, 1001 above.
    expect(parameters!.counts.flatMap((count, i) => (count === 0 ? [] : [[i, count]]))).toEqual([
      [0, 2],
      [11, 1],
      [12, 1],
      [23, 1],
    ]);
    expect(multiplyAdds).toMatchObject({ least: 10, greatest: 10, counts: [5] });
    expect(bytes).toMatchObject({ least: 400, greatest: 40_000 });
  });

  it('are over a limit only beyond it, and a network over two limits is refused once', () => {
    const limits = { parameters: 1000, multiplyAdds: 20 };
    const drawn = [network(1000, 20), network(1001, 30), network(10, 21), { reason: 'too deep' }];
    const { figures, refused, unbuilt } = spreadOfCosts(drawn, limits);
    expect(figures.map(({ over }) => over)).toEqual([1, 2, 0]);
    expect(refused).toBe(3);
    expect(unbuilt).toEqual({ count: 1, reason: 'too deep' });
  });

  it('are none where no network can be built', () => {
    expect(spreadOfCosts([{ reason: 'no' }, { reason: 'never' }], {})).toEqual({
      ...{ drawn: 2, refused: 2, figures: [], unbuilt: { count: 2, reason: 'no' } },
    });
  });
});
