import { describe, expect, it } from 'vitest';
import { channelGroups } from '../../../../src-main/engine/graph/channel-groups.ts';
import { costsOf } from '../../../../src-main/engine/graph/costs.ts';
import { presets } from '../../../../src-main/engine/graph/presets/index.ts';
import { resizedGraph } from '../../../../src-main/engine/graph/surgery.ts';
import { channelGoal } from '../../../../src-main/engine/pruning/channel-goal.ts';
import { geometric } from '../../../../src-main/engine/pruning/pruning-schedule.ts';
import type { Kept } from '../../../../src-main/engine/pruning/select-units.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';

const graph = presets.require('mini-resnet').build({ widths: [16, 32], blocks: 2 }, { inputShape: [8, 8, 3], outputs: 10 });
const analysis = channelGroups(graph);
const { groups } = analysis;
const scoresOf = (name: string, channels: number): Float32Array => {
  const random = createRandom(4).split(name);
  return Float32Array.from({ length: channels }, () => random.next());
};

function costOf(kept: Kept, name: 'parameters' | 'multiplyAdds'): number {
  const sizes = groups.flatMap(({ id, sources }) =>
    sources.map(({ node, channelOf }) => [node, channelOf.filter(channel => channel < 0 || kept[id]![channel] === 1).length] as const),
  );
  return costsOf(resizedGraph(graph, new Map(sizes))).total[name];
}

describe.each(['parameters', 'multiplyAdds'] as const)('a budget of %s over all layers of a residual network', name => {
  const whole = costsOf(graph).total[name];

  it.each([0.7, 0.5, 0.25])('of %f is met, and one channel more would be too many', share => {
    const goal = channelGoal({ graph, target: { [name]: share }, scope: 'global', kept: geometric, fileBytes: () => 0 }, analysis);
    const candidates = groups.map(({ id, channels }) => ({
      name: id,
      scores: scoresOf(id, channels),
      alive: new Uint8Array(channels).fill(1),
      floor: goal.floors[id]!,
    }));
    const kept = goal.choose(candidates, 1);
    expect(costOf(kept, name)).toBeLessThanOrEqual(share * whole);
    // The best of what went is the last that went.
    const gone = candidates.flatMap(({ name: id, scores }) =>
      [...scores.keys()].filter(i => kept[id]![i] === 0).map(i => ({ id, i, score: scores[i]! })),
    );
    const last = gone.reduce((best, one) => (one.score > best.score ? one : best));
    const more = { ...kept, [last.id]: kept[last.id]!.with(last.i, 1) };
    expect(costOf(more, name)).toBeGreaterThan(share * whole);
    // Half-way the schedule asks for the geometric mean of all and the goal.
    const halfway = costOf(goal.choose(candidates, 0.5), name);
    expect(halfway).toBeLessThanOrEqual(Math.sqrt(share) * whole);
    expect(halfway).toBeGreaterThan(share * whole);
  });
});

describe('a ranking by cost', () => {
  const flat = presets.require('lenet5').build({ filters: [20, 50], hidden: 500, dropout: 0 }, { inputShape: [28, 28, 1], outputs: 10 });
  const found = channelGroups(flat);
  const chosen = (
    scope: 'global' | 'global-by-cost',
    scoreOf: (id: string, channel: number) => number,
  ): Readonly<Record<string, number>> => {
    const goal = channelGoal({ graph: flat, target: { multiplyAdds: 0.5 }, scope, kept: geometric, fileBytes: () => 0 }, found);
    const kept = goal.choose(
      found.groups.map(({ id, channels }) => ({
        name: id,
        scores: Float32Array.from({ length: channels }, (_, channel) => scoreOf(id, channel)),
        alive: new Uint8Array(channels).fill(1),
        floor: goal.floors[id]!,
      })),
      1,
    );
    return Object.fromEntries(Object.entries(kept).map(([id, mask]) => [id, mask.reduce((sum, bit) => sum + bit, 0)]));
  };

  it('takes what the target counts most of among equals, and leaves what hardly counts', () => {
    // A channel of conv1 takes up 94,400 multiply-adds, one of conv2 40,000, one of fc1 810.
    const kept = chosen('global-by-cost', () => 1);
    expect(kept).toMatchObject({ conv2: 50, fc1: 500 });
    expect(kept['conv1']).toBeLessThan(11);
    expect(chosen('global', () => 1)['fc1']).toBeLessThan(100);
  });

  it('still keeps what matters more than it costs', () => {
    expect(chosen('global-by-cost', id => (id === 'conv1' ? 1e6 : 1))).toMatchObject({ conv1: 20, fc1: 500 });
  });

  it('takes a costly channel first among scores below zero', () => {
    expect(chosen('global-by-cost', () => -1)).toMatchObject({ conv2: 50, fc1: 500 });
  });
});
