import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { channelLabels, type AxisUse, type ChannelLabels } from './channel-labels.ts';

/**
 * Channels that can only be cut together: the outputs of one layer, or of several that meet in an addition, and
 * everything that is indexed by them.
 */
export interface ChannelGroup {
  /** Name of the first layer that makes its channels; stays the same when channels are cut. */
  readonly id: string;
  /** Number of channels that may be cut, C. */
  readonly channels: number;
  /** Layers that make the channels; every one of them keeps at least one output. */
  readonly sources: readonly GroupSource[];
  readonly members: readonly GroupMember[];
  /** Nodes whose values carry the channels, for masking. */
  readonly carriers: readonly GroupCarrier[];
}

export interface GroupSource {
  readonly node: string;
  /** Per output of the layer: the group's channel, or -1 for one that is not the group's. */
  readonly channelOf: Int32Array;
}

export interface GroupMember {
  readonly node: string;
  /** Full name, e.g. `conv1/kernel`. */
  readonly parameter: string;
  readonly axis: number;
  readonly role: AxisUse['role'];
  /** Per entry of the axis: the group's channel, or -1 for an entry that belongs to none of them. */
  readonly channelOf: Int32Array;
}

export interface GroupCarrier {
  readonly node: string;
  /** Per entry of the last axis of the node's value: the group's channel, or -1. */
  readonly channelOf: Int32Array;
}

export interface ChannelAnalysis {
  readonly groups: readonly ChannelGroup[];
  /** Layers that make channels of which none can be cut, and why. */
  readonly fixed: readonly { readonly node: string; readonly reason: string }[];
}

/**
 * The coupled channel groups of a graph, in the order of their first layers. The model's inputs and outputs stay whole.
 * Idea: dependency graphs, Fang 2023, arXiv:2301.12900; here by following single channels instead of layers, so that
 * partial couplings (an addition after a concatenation) come out exactly.
 */
export function channelGroups(graph: ModelGraph): ChannelAnalysis {
  const labels = channelLabels(graph);
  const sets = coupledSources(labels);
  const groups = sets.map(sources => groupOf(sources, labels));
  const cuttable = new Set(groups.flatMap(group => group.sources.map(source => source.node)));
  const fixed = labels.sources
    .filter(source => !cuttable.has(source.node))
    .map(({ node, atoms }) => ({
      node,
      reason: (atoms[0] === undefined ? undefined : labels.fixedReason(atoms[0])) ?? 'it has no channels',
    }));
  return { groups, fixed };
}

type Source = ChannelLabels['sources'][number];

/** Sources that share a channel, transitively; sources without a free channel are left out. */
function coupledSources(labels: ChannelLabels): readonly (readonly Source[])[] {
  const setOf = new Map<number, Source[]>();
  const sets = new Set<Source[]>();
  for (const source of labels.sources) {
    const roots = freeRoots(source.atoms, labels);
    if (roots.size === 0) continue;
    const merged: Source[] = [];
    for (const root of roots) {
      const met = setOf.get(root);
      if (met === undefined || !sets.delete(met)) continue;
      merged.push(...met);
    }
    merged.push(source);
    sets.add(merged);
    for (const member of merged) for (const root of freeRoots(member.atoms, labels)) setOf.set(root, merged);
  }
  const position = new Map(labels.sources.map((source, i) => [source, i]));
  const order = (source: Source | undefined): number => (source === undefined ? 0 : (position.get(source) ?? 0));
  return [...sets].map(set => set.sort((a, b) => order(a) - order(b))).sort((a, b) => order(a[0]) - order(b[0]));
}

function freeRoots(atoms: Int32Array, labels: ChannelLabels): ReadonlySet<number> {
  const roots = new Set<number>();
  for (const atom of atoms) if (labels.fixedReason(atom) === undefined) roots.add(labels.find(atom));
  return roots;
}

function groupOf(sources: readonly Source[], labels: ChannelLabels): ChannelGroup {
  const channelOfRoot = new Map<number, number>();
  for (const { atoms } of sources) {
    for (const root of freeRoots(atoms, labels)) if (!channelOfRoot.has(root)) channelOfRoot.set(root, channelOfRoot.size);
  }
  const channelsOf = (atoms: Int32Array): Int32Array => atoms.map(atom => channelOfRoot.get(labels.find(atom)) ?? -1);
  return {
    id: sources[0]?.node ?? '',
    channels: channelOfRoot.size,
    sources: sources.map(({ node, atoms }) => ({ node, channelOf: channelsOf(atoms) })),
    members: labels.uses
      .map(({ atoms, ...use }) => ({ ...use, channelOf: channelsOf(atoms) }))
      .filter(member => member.channelOf.some(channel => channel >= 0)),
    carriers: [...labels.byNode]
      .map(([node, atoms]) => ({ node, channelOf: channelsOf(atoms) }))
      .filter(carrier => carrier.channelOf.some(channel => channel >= 0)),
  };
}
