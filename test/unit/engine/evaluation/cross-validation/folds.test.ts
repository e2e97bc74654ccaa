import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldKinds } from '../../../../../src-main/engine/evaluation/cross-validation/folds/index.ts';
import { labelRows } from '../../../../../src-main/engine/data/label-rows.ts';
import type { DealtFold, FoldPool } from '../../../../../src-main/engine/evaluation/cross-validation/fold-kind.ts';
import { createRandom } from '../../../../../src-shared/lib/random.ts';

function deal(kind: string, pool: FoldPool, config: Record<string, unknown>, seed = 1): readonly DealtFold[] {
  return foldKinds.require(kind).deal(pool, config, createRandom(seed));
}

const places = (folds: readonly DealtFold[]): readonly (readonly number[])[] => folds.map(({ heldOut }) => [...heldOut]);
const named = (of: readonly number[]) => ({ label: 'person', names: of.map(String), of });

const pools = fc
  .record({ items: fc.integer({ min: 2, max: 80 }), k: fc.integer({ min: 2, max: 9 }), seed: fc.nat() })
  .filter(({ items, k }) => items >= k)
  .chain(shape =>
    fc.record({
      shape: fc.constant(shape),
      classOf: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: shape.items, maxLength: shape.items }),
      groupOf: fc.array(fc.integer({ min: 0, max: 14 }), { minLength: shape.items, maxLength: shape.items }),
    }),
  );

describe('folds drawn by lot', () => {
  it('hold out every item once, in shares that differ by one at most, of every class too', () => {
    fc.assert(
      fc.property(pools, ({ shape: { items, k, seed }, classOf }) => {
        const folds = places(deal('shuffled', { items, classOf, groups: null }, { k, stratify: true }, seed));
        expect(folds.flat().sort((a, b) => a - b)).toEqual([...Array(items).keys()]);
        for (const counted of [() => 1, ...[0, 1, 2, 3, 4].map(c => (place: number) => Number(classOf[place] === c))]) {
          const sizes = folds.map(fold => fold.reduce((sum, place) => sum + counted(place), 0));
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('are the same for the same seed, others for another, and others in the next round', () => {
    const pool = { items: 40, classOf: null, groups: null };
    const of = (seed: number) => places(deal('shuffled', pool, { k: 4, stratify: true }, seed));
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
  });

  it('are refused where there are fewer items than folds', () => {
    expect(() => deal('shuffled', { items: 3, classOf: null, groups: null }, { k: 5, stratify: false })).toThrow(
      /At least one item for each fold is required: 5 folds, but 3 items/,
    );
  });
});

describe('folds of whole groups', () => {
  it('hold out every item once, never part a group, and leave no fold empty', () => {
    fc.assert(
      fc.property(pools, fc.boolean(), ({ shape: { items, k, seed }, classOf, groupOf }, stratify) => {
        fc.pre(new Set(groupOf).size >= k);
        const groups = { label: 'person', names: [...Array(15).keys()].map(String), of: groupOf };
        const folds = places(deal('grouped', { items, classOf, groups }, { k, stratify }, seed));
        expect(folds.flat().sort((a, b) => a - b)).toEqual([...Array(items).keys()]);
        expect(folds.every(fold => fold.length > 0)).toBe(true);
        const owners = folds.map(fold => new Set(fold.map(place => groupOf[place]!)));
        expect(owners.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(groupOf).size);
      }),
    );
  });

  it('are balanced: groups of 4, 3, 2, 2 and 1 items make two folds of 6', () => {
    const of = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4];
    const folds = deal('grouped', { items: 12, classOf: null, groups: named(of) }, { k: 2, stratify: false });
    expect(folds.map(({ heldOut }) => heldOut.length)).toEqual([6, 6]);
  });

  it('share the classes out: four people of one class each end up two and two in both folds', () => {
    const of = [0, 0, 1, 1, 2, 2, 3, 3];
    const classOf = [0, 0, 0, 0, 1, 1, 1, 1];
    const folds = places(deal('grouped', { items: 8, classOf, groups: named(of) }, { k: 2, stratify: true }));
    for (const fold of folds) expect(fold.map(place => classOf[place]).sort()).toEqual([0, 0, 1, 1]);
  });

  it('are refused without groups, and with fewer groups than folds', () => {
    const pool = { items: 6, classOf: null, groups: null };
    expect(() => deal('grouped', pool, { k: 2, stratify: false })).toThrow(/with groups is required/);
    expect(() => deal('grouped', { ...pool, groups: named([0, 0, 1, 1, 2, 2]) }, { k: 5, stratify: false })).toThrow(
      /At least one group for each fold is required: 5 folds, but 3 groups of 'person'/,
    );
  });
});

describe('one group at a time', () => {
  it('is a fold a group, under its name, whatever order they come in', () => {
    const groups = { label: 'person', names: ['ann', 'bob', 'cy'], of: [2, 0, 2, 1] };
    const folds = deal('leave-one-group-out', { items: 4, classOf: null, groups }, {});
    expect(folds.map(({ label, heldOut }) => [label, ...heldOut])).toEqual([
      ['ann', 1],
      ['bob', 3],
      ['cy', 0, 2],
    ]);
  });

  it('is refused for a single group', () => {
    expect(() => deal('leave-one-group-out', { items: 2, classOf: null, groups: named([0, 0]) }, {})).toThrow(/these items have 1/);
  });
});

describe('folds in order of time', () => {
  it('learn from all that came before, and never from what comes after: 11 items in 3 folds', () => {
    const folds = deal('time-ordered', { items: 11, classOf: null, groups: null }, { k: 3 });
    expect(places(folds)).toEqual([
      [5, 6],
      [7, 8],
      [9, 10],
    ]);
    expect(folds.map(({ trained }) => trained!.length)).toEqual([5, 7, 9]);
    expect(folds.every(({ trained, heldOut }) => trained!.every(place => place < heldOut[0]!))).toBe(true);
  });

  it('are refused where blocks would be empty', () => {
    expect(() => deal('time-ordered', { items: 3, classOf: null, groups: null }, { k: 3 })).toThrow(/At least 4 items are required/);
  });
});

describe('folds of items with several labels', () => {
  // Label 0 has every second item, label 1 six of sixty.
  const rows = Uint8Array.from({ length: 120 }, (_, k) => Number(k % 2 === 0 ? (k / 2) % 2 === 0 : (k - 1) % 20 === 0));
  const labels = labelRows(rows, 2);
  const counts = (folds: readonly DealtFold[], label: number) =>
    folds.map(({ heldOut }) => [...heldOut].filter(place => labels.has(place, label)).length);

  it('have every label in proportion, drawn by lot', () => {
    const folds = deal('shuffled', { items: 60, classOf: null, labels, groups: null }, { k: 3, stratify: true });
    expect(folds.map(({ heldOut }) => heldOut.length)).toEqual([20, 20, 20]);
    expect([counts(folds, 0), counts(folds, 1)]).toEqual([
      [10, 10, 10],
      [2, 2, 2],
    ]);
    const byLot = deal('shuffled', { items: 60, classOf: null, labels, groups: null }, { k: 3, stratify: false });
    expect(counts(byLot, 1)).not.toEqual([2, 2, 2]);
  });

  it('have them in proportion as far as whole groups allow', () => {
    const groups = named(Array.from({ length: 60 }, (_, place) => Math.floor(place / 10)));
    const folds = deal('grouped', { items: 60, classOf: null, labels, groups }, { k: 3, stratify: true });
    expect(counts(folds, 1)).toEqual([2, 2, 2]);
  });
});
