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
