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
 * partial couplings (an addition after a concatenation) come out exactly. The work is linear in the labels' entries.
 */
export function channelGroups(graph: ModelGraph): ChannelAnalysis {
  return groupsOfLabels(channelLabels(graph));
}

/** The same from labels that are at hand. */
export function groupsOfLabels(labels: ChannelLabels): ChannelAnalysis {
  const free = freeRoots(labels);
  const sets = coupledSources(labels, free);
  const places = placesOf(labels, sets, free);
  const groups = sets.map(([first]) => ({ ...emptyGroup(), id: first?.node ?? '' }));
  groups.forEach((group, i) => (group.channels = places.sizes[i] ?? 0));
  const distribute = distributor(places);
  for (const { node, atoms } of labels.sources) {
    for (const [group, channelOf] of distribute(atoms)) groups[group]?.sources.push({ node, channelOf });
  }
  for (const { atoms, ...use } of labels.uses) {
    for (const [group, channelOf] of distribute(atoms)) groups[group]?.members.push({ ...use, channelOf });
  }
  for (const [node, atoms] of labels.byNode) {
    for (const [group, channelOf] of distribute(atoms)) groups[group]?.carriers.push({ node, channelOf });
  }
  return { groups, fixed: fixedSources(labels, free) };
}

type Source = ChannelLabels['sources'][number];

function emptyGroup() {
  return { id: '', channels: 0, sources: [] as GroupSource[], members: [] as GroupMember[], carriers: [] as GroupCarrier[] };
}

/** Per atom: its representative, or -1 when it must stay. */
function freeRoots(labels: ChannelLabels): Int32Array {
  return Int32Array.from({ length: labels.count }, (_, atom) => (labels.fixedReason(atom) === undefined ? labels.find(atom) : -1));
}

function fixedSources(labels: ChannelLabels, free: Int32Array): ChannelAnalysis['fixed'] {
  return labels.sources
    .filter(({ atoms }) => atoms.every(atom => free[atom]! < 0))
    .map(({ node, atoms }) => ({
      node,
      reason: (atoms[0] === undefined ? undefined : labels.fixedReason(atoms[0])) ?? 'it has no channels',
    }));
}

/** Sources that share a channel, transitively; sources without a free channel are left out. */
function coupledSources({ sources, count }: ChannelLabels, free: Int32Array): readonly (readonly Source[])[] {
  const parents = sources.map((_, i) => i);
  const top = (source: number): number => {
    let root = source;
    while (parents[root]! !== root) root = parents[root] = parents[parents[root]!]!;
    return root;
  };
  const makerOf = new Int32Array(count).fill(-1);
  const makes = sources.map(({ atoms }, i) => {
    let any = false;
    for (const atom of atoms) {
      const root = free[atom]!;
      if (root < 0) continue;
      any = true;
      const other = top(makerOf[root]! < 0 ? i : makerOf[root]!);
      const own = top(i);
      parents[Math.max(own, other)] = Math.min(own, other);
      makerOf[root] = i;
    }
    return any;
  });
  const sets = new Map<number, Source[]>();
  sources.forEach((source, i) => {
    if (makes[i] === true) sets.set(top(i), [...(sets.get(top(i)) ?? []), source]);
  });
  return [...sets.values()];
}

interface Places {
  /** Per atom: the group it is in, or -1. */
  readonly group: Int32Array;
  /** Per atom: its channel there. */
  readonly channel: Int32Array;
  /** Channels of each group. */
  readonly sizes: readonly number[];
}

/** Channels are counted in the order of a group's layers and their outputs. */
function placesOf({ count }: ChannelLabels, sets: readonly (readonly Source[])[], free: Int32Array): Places {
  const group = new Int32Array(count).fill(-1);
  const channel = new Int32Array(count);
  const sizes = sets.map((sources, number) => {
    let size = 0;
    for (const { atoms } of sources) {
      for (const atom of atoms) {
        const root = free[atom]!;
        if (root < 0 || group[root]! >= 0) continue;
        group[root] = number;
        channel[root] = size++;
      }
    }
    return size;
  });
  for (let atom = 0; atom < count; atom++) {
    const root = free[atom]!;
    if (root < 0) continue;
    group[atom] = group[root]!;
    channel[atom] = channel[root]!;
  }
  return { group, channel, sizes };
}

/** Splits labels by group. Labels are shared by whatever lets channels pass, and so are the answers. */
function distributor({ group, channel }: Places): (atoms: Int32Array) => ReadonlyMap<number, Int32Array> {
  const known = new Map<Int32Array, ReadonlyMap<number, Int32Array>>();
  return atoms => {
    const met = known.get(atoms);
    if (met !== undefined) return met;
    const parts = new Map<number, Int32Array>();
    atoms.forEach((atom, entry) => {
      const number = group[atom]!;
      if (number < 0) return;
      let part = parts.get(number);
      if (part === undefined) parts.set(number, (part = new Int32Array(atoms.length).fill(-1)));
      part[entry] = channel[atom]!;
    });
    known.set(atoms, parts);
    return parts;
  };
}
