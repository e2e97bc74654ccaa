import { channelGroups } from '../../graph/channel-groups.ts';
import { defineGranularity, updateClock } from '../granularity.ts';
import { channelGoal, channelRange } from '../channel-goal.ts';
import { aliveChannels, cutMaskedChannels, groupedGraph, masksWithout, rankedGroups } from '../channel-masks.ts';
import { comparable, scoreSubjects } from '../score-subjects.ts';

/**
 * Whole channels of layers, with everything that is indexed by them. While the schedule lasts they are masked, which
 * computes the same; then they are cut, so that the fine-tune trains the small network with the optimizer's slots as they were.
 */
export const channels = defineGranularity({
  id: 'channels',
  title: 'Channels',
  help: 'Removes whole neurons and filters: smaller and faster everywhere.',
  source: 'Li et al. 2017, arXiv:1608.08710; groups: Fang et al. 2023, arXiv:2301.12900',
  params: {},
  revision: 1,
  units: 'channels',
  targets: ['keep', 'channels', 'sparsity', 'parameters', 'multiplyAdds', 'bytes', 'latency', 'latencyMs'],
  plan(call) {
    const { graph, criterion, updates, random } = call;
    const analysis = channelGroups(graph);
    const goal = channelGoal(call, analysis);
    const clock = updateClock(updates);
    const { groups } = analysis;
    const grouped = groupedGraph(graph, groups);
    const total = groups.reduce((sum, group) => sum + group.channels, 0);
    return {
      ...clock,
      async masksAt(at, state, passes) {
        const ranked = rankedGroups(grouped, state);
        const scores = await scoreSubjects(criterion, { ranked, state, passes, random });
        const fair = call.scope === 'global' ? comparable(scores, ranked, criterion) : scores;
        const candidates = ranked.map(({ subject: { name }, alive }) => ({
          name,
          alive,
          scores: fair[name]!,
          floor: Math.min(
            goal.floors[name]!,
            alive.reduce((sum, bit) => sum + bit, 0),
          ),
        }));
        return masksWithout(grouped, goal.choose(candidates, clock.progress(at)), state);
      },
      sparsity: masks =>
        groups.reduce(
          (sum, group) => sum + group.channels - aliveChannels(grouped, group, masks).reduce((alive, bit) => alive + bit, 0),
          0,
        ) / total,
    };
  },
  range: (call, name) => channelRange(call, channelGroups(call.graph).groups, name),
  parts(network) {
    const grouped = groupedGraph(network.graph);
    const layers = new Map(grouped.groups.map(({ id, sources }) => [id, sources.map(({ node }) => node)]));
    return {
      units: 'channels',
      ranked: rankedGroups(grouped, network),
      layersOf: name => layers.get(name) ?? [],
      masksWithout: (kept, state) => masksWithout(grouped, kept, state),
    };
  },
  cut: cutMaskedChannels,
});
