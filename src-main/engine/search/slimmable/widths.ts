import type { ModelGraph, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ChannelGroup } from '../../graph/channel-groups.ts';
import { removeChannelsOf } from '../../graph/surgery.ts';
import { structureOf } from '../../pruning/channel-goal.ts';

/** How many of its first channels each group keeps, by the group's id; one that isn't named keeps all. */
export type Widths = Readonly<Record<string, number>>;

export interface WideNetwork {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
}

/** The same share of every group. */
export function evenWidths(groups: readonly ChannelGroup[], share: number): Widths {
  return Object.fromEntries(groups.map(group => [group.id, widthOf(group, share)]));
}

/** Channels of a share of a group: one at least. */
export function widthOf({ channels }: Pick<ChannelGroup, 'channels'>, share: number): number {
  return Math.min(channels, Math.max(1, Math.round(share * channels)));
}

export function keptOf({ id, channels }: Pick<ChannelGroup, 'id' | 'channels'>, widths: Widths): number {
  return widths[id] ?? channels;
}

/** The structure with the first channels of every group. */
export function narrowGraph(graph: ModelGraph, groups: readonly ChannelGroup[], widths: Widths): ModelGraph {
  const kept = groups.map(group => Uint8Array.from({ length: group.channels }, (_, channel) => Number(channel < keptOf(group, widths))));
  return structureOf(graph, groups, kept);
}

/** The network with the first channels of every group, as one of its own, by the rules of channel surgery. Statistics are cut, not measured. */
export function extract(network: WideNetwork, groups: readonly ChannelGroup[], widths: Widths): WideNetwork {
  const gone = groups.flatMap(group => {
    const kept = keptOf(group, widths);
    return kept === group.channels ? [] : [[group.id, Array.from({ length: group.channels - kept }, (_, i) => kept + i)] as const];
  });
  return gone.length === 0 ? network : removeChannelsOf({ graph: network.graph, parameters: network.parameters }, new Map(gone));
}
