import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRanking } from '../../../../../src-main/engine/data/text/ranking.ts';

interface Item {
  readonly name: number;
  rank: number;
}

const isBefore = (a: Item, b: Item): boolean => a.rank < b.rank || (a.rank === b.rank && a.name < b.name);
const moves = fc.array(fc.record({ name: fc.nat(12), rank: fc.option(fc.nat(6), { nil: null }) }), { maxLength: 80 });

it('has the first at hand whatever was put in, moved and taken out', () => {
  fc.assert(
    fc.property(moves, steps => {
      const ranking = createRanking(isBefore);
      const there = new Map<number, Item>();
      for (const { name, rank } of steps) {
        const item = there.get(name) ?? { name, rank: 0 };
        if (rank !== null) {
          item.rank = rank;
          there.set(name, item);
          ranking.place(item);
        } else if (there.delete(name)) ranking.remove(item);
        expect(ranking.first()).toBe([...there.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1))[0]);
      }
    }),
    { seed: 1 },
  );
});

it('refuses to take out what is not in', () => {
  expect(() => createRanking(isBefore).remove({ name: 1, rank: 1 })).toThrow('An item that is ranked is required');
});
