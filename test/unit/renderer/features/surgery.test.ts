import { describe, expect, it } from 'vitest';
import type { SurgeryColumn, SurgeryGroup } from '../../../../src-shared/contracts/surgery.contract.ts';
import { doomedOf, rankIn, removedChannels } from '../../../../src-renderer/features/surgery/doomed.ts';
import { cellAt, layoutOf, placeOf, stepFrom } from '../../../../src-renderer/features/surgery/layout.ts';
import { recipeOf } from '../../../../src-renderer/features/surgery/recipe-of.ts';
import { INITIAL_STATE, reduceSurgery, type SurgeryAction } from '../../../../src-renderer/features/surgery/surgery-state.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { checkRecipeText } from '../../../../src-main/services/recipes.ts';

function group(id: string, ranking: readonly number[], more: Partial<SurgeryGroup> = {}): SurgeryGroup {
  const channelOf = [...ranking.keys()];
  const sources = [{ node: id, channelOf }];
  return { id, channels: ranking.length, sources, readers: [], passes: [], scores: ranking, ranking, dead: [], floor: 1, ...more };
}

const a = group('a', [0.1, 0.9, 0.4, 0.6]);
const b = group('b', [0.2, 0.3, 1.5, 2]);

function after(...actions: SurgeryAction[]) {
  return actions.reduce(reduceSurgery, INITIAL_STATE);
}

function gone(state: ReturnType<typeof after>, groups = [a, b]): Record<string, number[]> {
  return removedChannels(groups, doomedOf(groups, state.now));
}

const overall = (share: number): SurgeryAction => ({ type: 'set-overall', share });
const mark = (of: SurgeryGroup, channel: number, as: 'pin' | 'cut' | null): SurgeryAction => ({
  type: 'mark',
  group: of,
  channel,
  mark: as,
});

describe('what goes in a surgery', () => {
  it('is the lowest share over all groups together', () => {
    expect(gone(after(overall(0.5)))).toEqual({ a: [0, 2], b: [0, 1] });
    expect(gone(after(overall(0.25)))).toEqual({ a: [0], b: [0] });
  });

  it('follows a threshold of its own where a group has one; the others share what is left of the ranking', () => {
    const own: SurgeryAction = { type: 'set-share', group: 'a', share: 0.75 };
    expect(gone(after(overall(0.25), own))).toEqual({ a: [0, 2, 3], b: [0] });
    expect(gone(after(overall(0.25), own, { type: 'set-share', group: 'a', share: null }))).toEqual({ a: [0], b: [0] });
  });

  it('spares what was pinned and takes what was cut by hand, without dooming another for it', () => {
    expect(gone(after(overall(0.25), mark(a, 0, 'pin'), mark(b, 3, 'cut')))).toEqual({ b: [0, 3] });
    expect(gone(after(mark(b, 3, 'cut'), mark(b, 3, null)))).toEqual({});
  });

  it('leaves every group its floor, the best first', () => {
    expect(gone(after(overall(1)))).toEqual({ a: [0, 2, 3], b: [0, 1, 2] });
    expect(gone(after(overall(1)), [group('a', [0.1, 0.9, 0.4, 0.6], { floor: 3 })])).toEqual({ a: [0] });
  });

  it('leaves every layer of a group a channel', () => {
    const sources = [
      { node: 'a', channelOf: [0, 1, 2, 3] },
      { node: 'side', channelOf: [0, 2] },
    ];
    expect(gone(after(overall(1)), [{ ...a, sources }])).toEqual({ a: [0, 3] });
  });

  it('always includes channels that are masked already', () => {
    expect(gone(after(), [{ ...a, dead: [1] }])).toEqual({ a: [1] });
  });

  it('ranks from the least important on', () => {
    expect([0, 1, 2, 3].map(channel => rankIn(a, channel))).toEqual([1, 4, 2, 3]);
  });
});

describe('the choices of a surgery', () => {
  it('refuse to cut the last channel of a layer by hand', () => {
    const cuts = [0, 1, 2, 3].map(channel => mark(a, channel, 'cut'));
    const state = after(...cuts);
    expect(gone(state)).toEqual({ a: [0, 1, 2] });
    expect(state.past).toHaveLength(3);
  });

  it('can be undone and done again, a drag of a slider as one step', () => {
    const dragged = after(overall(0.1), overall(0.2), overall(0.5), { type: 'settle' }, overall(0.6), mark(a, 1, 'pin'));
    expect(dragged.past).toHaveLength(3);
    const back = [1, 2].reduce(state => reduceSurgery(state, { type: 'undo' }), dragged);
    expect(back.now.overall).toBe(0.5);
    const again = reduceSurgery(back, { type: 'redo' });
    expect(again.now.overall).toBe(0.6);
    expect(reduceSurgery(reduceSurgery(again, { type: 'redo' }), { type: 'redo' }).now).toEqual(dragged.now);
    expect(reduceSurgery(back, overall(0.3)).future).toEqual([]);
  });

  it('begin anew with a reset, which can be undone; a choice that changes nothing is no step', () => {
    const state = after(overall(0.5), { type: 'settle' }, { type: 'reset' });
    expect(state.now).toEqual(INITIAL_STATE.now);
    expect(reduceSurgery(state, { type: 'undo' }).now.overall).toBe(0.5);
    expect(reduceSurgery(state, { type: 'reset' })).toBe(state);
    expect(after({ type: 'undo' })).toBe(INITIAL_STATE);
  });
});

describe('the drawing of a surgery', () => {
  function column(node: string, cells: number, reads: readonly string[]): SurgeryColumn {
    const all = Array.from({ length: cells }, (_, cell) => cell);
    return { node, layer: 'dense', outputShape: [cells], reads, groupOf: all.map(() => 0), channelOf: all, fixed: null };
  }
  const layout = layoutOf([column('first', 25, []), column('branch', 8, ['first']), column('other', 8, ['first']), column('last', 300, ['branch', 'other'])]); // prettier-ignore

  it('stands layers behind what they read, and branches below each other', () => {
    const [first, branch, other, last] = layout.blocks;
    expect(branch!.x).toBeGreaterThan(first!.x + first!.width);
    expect(other!.x).toBe(branch!.x);
    expect(other!.y).toBeGreaterThan(branch!.y + branch!.height);
    expect(last!.x).toBeGreaterThan(branch!.x);
    expect(layout.width).toBeGreaterThanOrEqual(last!.x + last!.width);
  });

  it('finds every cell where it stands, and nothing beside them', () => {
    for (const block of layout.blocks) {
      for (let cell = 0; cell < block.cells; cell++) {
        const { x, y } = placeOf(block, cell);
        expect(cellAt(layout, x + 1, y + 1)).toEqual({ column: block.column, cell });
      }
    }
    const first = layout.blocks[0]!;
    expect(cellAt(layout, first.x + first.width - 1, first.y + first.height - 1)).toBeNull();
    expect(cellAt(layout, 0, 0)).toBeNull();
  });

  it('is walked with the arrow keys, from layer to layer, without leaving it', () => {
    expect(stepFrom(layout, { column: 0, cell: 0 }, 'ArrowDown')).toEqual({ column: 0, cell: 1 });
    expect(stepFrom(layout, { column: 0, cell: 3 }, 'ArrowRight')).toEqual({ column: 0, cell: 13 });
    expect(stepFrom(layout, { column: 0, cell: 23 }, 'ArrowRight')).toEqual({ column: 1, cell: 3 });
    expect(stepFrom(layout, { column: 1, cell: 3 }, 'ArrowLeft')).toEqual({ column: 0, cell: 23 });
    expect(stepFrom(layout, { column: 0, cell: 0 }, 'ArrowUp')).toEqual({ column: 0, cell: 0 });
  });
});

describe('the recipe of a surgery', () => {
  it('is one that runs, whatever the run is called', () => {
    const text = recipeOf({
      name: 'quote " and: colon',
      modelId: '4f2a-11',
      criterion: 'kernel-norm',
      removed: { conv1: [0, 3], 'fc-1': [7] },
      schedule: { id: 'iterative', params: { rounds: 3, epochs: 1 } },
      epochs: 2,
      controls: { random: true, scratch: false, dense: true },
    });
    const { problems, steps } = checkRecipeText(text, createCatalog());
    expect(problems).toEqual([]);
    expect(steps).toEqual([{ name: 'cut', kind: 'prune', repeat: 1 }]);
  });
});
