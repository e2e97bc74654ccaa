import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ChannelGroup, GroupMember } from '../../graph/channel-groups.ts';
import { removeChannels } from '../../graph/surgery.ts';
import { defineMorphism } from './morphism.ts';
import { requireResizable, resizableGroups, WIDTH_FACTOR } from './widths.ts';

/** Fewer channels: those go whose weights, made and read, have the least sum of squares. */
export const narrow = defineMorphism({
  id: 'narrow',
  title: 'Narrow',
  help: 'A third of the channels fewer for a layer and those coupled with it; the weakest go.',
  source: 'Li 2017, arXiv:1608.08710',
  revision: 1,
  params: {},
  keepsFunction: false,
  changes: graph =>
    resizableGroups(graph)
      .filter(({ channels }) => channels > 1)
      .map(({ id, channels }) => ({ morphism: 'narrow', at: id, to: Math.max(1, Math.floor(channels / WIDTH_FACTOR)) })),
  apply(network, { at, to = 0 }) {
    const group = requireResizable(network.graph, at);
    const strength = strengths(group, network.parameters);
    const order = [...strength.keys()].sort((a, b) => strength[a]! - strength[b]! || b - a);
    const { graph, parameters } = removeChannels(network, at, order.slice(0, group.channels - to));
    return { graph, parameters };
  },
});

function strengths({ channels, members }: ChannelGroup, parameters: Parameters): Float64Array {
  const sums = new Float64Array(channels);
  for (const member of members.filter(({ role }) => role !== 'pass')) addSquares(sums, member, parameters);
  return sums;
}

function addSquares(sums: Float64Array, { parameter, axis, channelOf }: GroupMember, parameters: Parameters): void {
  const { shape, values } = parameters[parameter]!;
  const behind = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  values.forEach((value, i) => {
    const channel = channelOf[Math.floor(i / behind) % channelOf.length]!;
    if (channel >= 0) sums[channel] = sums[channel]! + value * value;
  });
}
