import type { Masks, ModelGraph, Parameters, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { channelGroups, type ChannelGroup } from '../graph/channel-groups.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import { removeChannelsOf } from '../graph/surgery.ts';
import type { RunnerState } from '../training/step-runner.ts';
import { forEachPosition, type ChannelSubject } from './criterion.ts';
import { cutWith } from './cut-network.ts';
import type { CuttableNetwork } from './granularity.ts';
import type { Ranked } from './score-subjects.ts';
import type { Kept } from './select-units.ts';

/** A graph's groups and what is known of its learnt arrays. */
export interface GroupedGraph {
  readonly graph: ModelGraph;
  readonly groups: readonly ChannelGroup[];
  /** Of learnt arrays, by full name. */
  readonly learnt: ReadonlyMap<string, { readonly shape: Shape; readonly isKernel: boolean }>;
}

export function groupedGraph(graph: ModelGraph, groups = channelGroups(graph).groups): GroupedGraph {
  const learnt = parameterDeclarations(graph)
    .filter(({ role }) => role !== 'statistic')
    .map(({ fullName, shape, role }) => [fullName, { shape, isKernel: role === 'kernel' }] as const);
  return { graph, groups, learnt: new Map(learnt) };
}

/** Every group with its arrays as they are, and which of its channels are left. */
export function rankedGroups(
  grouped: GroupedGraph,
  { parameters, masks }: { readonly parameters: Parameters; readonly masks: Masks },
): readonly Ranked[] {
  const { graph, groups, learnt } = grouped;
  return groups.map(group => {
    const readers = new Set(group.members.filter(({ role }) => role === 'input').map(({ node }) => node));
    const read = new Set(graph.nodes.filter(({ name }) => readers.has(name)).flatMap(({ inputs }) => inputs));
    const subject: ChannelSubject = {
      kind: 'channels',
      name: group.id,
      channels: group.channels,
      members: group.members.flatMap(({ parameter, axis, role, channelOf }) => {
        const array = learnt.get(parameter);
        if (array === undefined) return [];
        return [{ name: parameter, parameter: parameters[parameter]!, isKernel: array.isKernel, axis, role, channelOf }];
      }),
      carriers: group.carriers.filter(({ node }) => read.has(node)),
    };
    return { subject, alive: aliveChannels(grouped, group, masks) };
  });
}

/** Per channel: 0 where everything that makes it is masked. */
export function aliveChannels({ learnt }: GroupedGraph, group: ChannelGroup, masks: Masks): Uint8Array {
  const makers = group.members.filter(({ role }) => role === 'output');
  if (makers.some(({ parameter }) => masks[parameter] === undefined)) return new Uint8Array(group.channels).fill(1);
  const alive = new Uint8Array(group.channels);
  for (const { parameter, axis, channelOf } of makers) {
    const mask = masks[parameter]!;
    const shape = learnt.get(parameter)?.shape ?? [];
    forEachPosition({ parameter: { shape, values: mask }, axis, channelOf }, (i, channel) => {
      if (mask[i] === 1) alive[channel] = 1;
    });
  }
  return alive;
}

/**
 * The masks with everything masked that is indexed by a channel that goes: what makes it, what acts on it, what reads it. So
 * the network computes what it will compute without the channel, whatever its activation makes of 0.
 */
export function masksWithout({ groups, learnt }: GroupedGraph, kept: Kept, { masks }: Pick<RunnerState, 'masks'>): Masks {
  const changed: Record<string, Uint8Array> = {};
  for (const group of groups) {
    const stays = kept[group.id];
    if (stays === undefined || !stays.includes(0)) continue;
    for (const { parameter, axis, channelOf } of group.members) {
      const array = learnt.get(parameter);
      if (array === undefined) continue;
      const size = array.shape.reduce((product, length) => product * length, 1);
      const mask = (changed[parameter] ??= Uint8Array.from(masks[parameter] ?? new Uint8Array(size).fill(1)));
      forEachPosition({ parameter: { shape: array.shape, values: mask }, axis, channelOf }, (i, channel) => {
        if (stays[channel] === 0) mask[i] = 0;
      });
    }
  }
  return { ...masks, ...changed };
}

/** Removes the channels that are masked as a whole; arrays, slots and what is left of other masks are cut with them. */
export function cutMaskedChannels(network: CuttableNetwork): CuttableNetwork {
  const grouped = groupedGraph(network.graph);
  const dead = grouped.groups.map(group => {
    const alive = aliveChannels(grouped, group, network.masks);
    return [group.id, [...alive.keys()].filter(channel => alive[channel] === 0)] as const;
  });
  return cutWith(network, whole => removeChannelsOf(whole, new Map(dead.filter(([, channels]) => channels.length > 0))));
}
