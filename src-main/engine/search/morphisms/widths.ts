import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { channelGroups, type ChannelGroup } from '../../graph/channel-groups.ts';

/** How many times as wide, or as narrow. */
export const WIDTH_FACTOR = 1.5;

/** Groups whose layers all make every channel of them: their width is one number. */
export function resizableGroups(graph: ModelGraph): readonly ChannelGroup[] {
  return channelGroups(graph).groups.filter(({ channels, sources }) =>
    sources.every(({ channelOf }) => channelOf.length === channels && channelOf.every((channel, output) => channel === output)),
  );
}

export function requireResizable(graph: ModelGraph, id: string): ChannelGroup {
  const group = resizableGroups(graph).find(one => one.id === id);
  if (group === undefined) throw new Error(`'${id}' is no group of channels whose width can change`);
  return group;
}
