import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { parseFields } from '../../../src-shared/domain/params/parse-params.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { channelGroups, type ChannelAnalysis, type ChannelGroup } from '../graph/channel-groups.ts';
import { costsOf, type ModelCosts } from '../graph/costs.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import { structureOf } from './channel-goal.ts';
import { groupedGraph, rankedGroups } from './channel-masks.ts';
import { criteria } from './criteria/index.ts';
import type { PruningCriterion } from './criterion.ts';
import { comparable, scoresFrom, type Ranked } from './score-subjects.ts';

/** A model laid out for surgery by hand: worked out once, however often its cost is asked for. */
export interface SurgeryTable {
  readonly model: Model;
  readonly analysis: ChannelAnalysis;
  readonly ranked: readonly Ranked[];
  /** Layers with kernels, in their order. */
  readonly columns: readonly TableColumn[];
}

/** A layer whose channels are drawn, and where each of them belongs. */
export interface TableColumn {
  readonly node: string;
  readonly reads: readonly string[];
  /** Per entry of the last axis: position of the group and its channel, -1 for one that stays. */
  readonly groupOf: Int32Array;
  readonly channelOf: Int32Array;
  readonly fixed: string | null;
}

/** What a criterion says of one group. */
export interface GroupScores {
  readonly scores: Float32Array;
  /** Comparable between groups. */
  readonly ranking: Float32Array;
}

/** Criteria that rank channels by nothing but the weights: they answer at once. */
export function weightCriteria(): readonly PruningCriterion[] {
  return criteria.all.filter(({ needs, units }) => needs === 'weights' && units.includes('channels'));
}

export function surgeryTable(model: Model): SurgeryTable {
  const analysis = channelGroups(model.graph);
  const ranked = rankedGroups(groupedGraph(model.graph, analysis.groups), model);
  return { model, analysis, ranked, columns: columnsOf(model.graph, analysis) };
}

/** Per group. Throws `invalid-input` for a criterion that needs more than weights or can't rank this model, and for weights that are no numbers. */
export function scoresOf({ ranked }: SurgeryTable, id: string, seed: number): readonly GroupScores[] {
  const criterion = weightCriteria().find(one => one.id === id);
  if (criterion === undefined) {
    const ids = weightCriteria().map(one => one.id);
    throw invalidInput(`A criterion that needs only weights is required (${ids.join(', ')}), got '${id}'`, { path: 'criterion' });
  }
  const config = parseFields(criterion.params, {}, {});
  if (!config.ok) throw new Error(`'${id}' has parameters without defaults`);
  const bound = { criterion, config: config.value };
  const scores = scoresFrom(bound, ranked, () => ({}), createRandom(seed).split('criterion'));
  const fair = comparable(scores, ranked, bound);
  return ranked.map(({ subject: { name } }) => ({ scores: scores[name]!, ranking: fair[name]! }));
}

/** The structure without these channels, by group. Throws `invalid-input` for an unknown group or channel, or when a layer would lose its last. */
export function structureWithout({ model, analysis }: SurgeryTable, removed: Readonly<Record<string, readonly number[]>>): ModelGraph {
  const { groups } = analysis;
  const unknown = Object.keys(removed).find(id => !groups.some(group => group.id === id));
  if (unknown !== undefined) {
    throw invalidInput(`The id of a channel group is required (${groups.map(({ id }) => id).join(', ')}), got '${unknown}'`, {
      path: 'removed',
    });
  }
  const kept = groups.map(group => keptOf(group, removed[group.id] ?? []));
  return structureOf(model.graph, groups, kept);
}

/** Costs of what is left; weights that are masked count like others. */
export function costsWithout(table: SurgeryTable, removed: Readonly<Record<string, readonly number[]>>) {
  const structure = structureWithout(table, removed);
  const costs: ModelCosts = costsOf(structure);
  return { structure, costs };
}

function keptOf(group: ChannelGroup, removed: readonly number[]): Uint8Array {
  const kept = new Uint8Array(group.channels).fill(1);
  for (const channel of removed) {
    if (channel >= group.channels) {
      throw invalidInput(`Channels 0 to ${group.channels - 1} of '${group.id}' can be cut, got ${channel}`, {
        path: `removed.${group.id}`,
      });
    }
    kept[channel] = 0;
  }
  const starved = group.sources.find(({ channelOf }) => channelOf.every(channel => channel >= 0 && kept[channel] === 0));
  if (starved === undefined) return kept;
  throw invalidInput(`At least one channel of '${starved.node}' must stay, but all are to go`, { path: `removed.${group.id}` });
}

function columnsOf(graph: ModelGraph, { groups, fixed }: ChannelAnalysis): readonly TableColumn[] {
  const withKernel = new Set(parameterDeclarations(graph).flatMap(({ fullName, role }) => (role === 'kernel' ? [nodeOf(fullName)] : [])));
  const places = new Map<string, { readonly group: number; readonly channelOf: Int32Array }[]>();
  groups.forEach(({ carriers }, group) => {
    for (const { node, channelOf } of carriers) places.set(node, [...(places.get(node) ?? []), { group, channelOf }]);
  });
  const sources = new Map<string, readonly string[]>();
  for (const node of graph.nodes) {
    const reads = [...new Set(node.inputs.flatMap(name => (withKernel.has(name) ? [name] : (sources.get(name) ?? []))))];
    sources.set(node.name, reads);
  }
  const reasons = new Map(fixed.map(({ node, reason }) => [node, reason]));
  return graph.nodes
    .filter(({ name }) => withKernel.has(name))
    .map(({ name }) => {
      const reads = sources.get(name) ?? [];
      const own = places.get(name) ?? [];
      const reason = reasons.get(name) ?? reads.map(read => reasons.get(read)).find(one => one !== undefined) ?? null;
      return { node: name, reads, ...cellsOf(own), fixed: own.length > 0 ? null : reason };
    });
}

function cellsOf(
  places: readonly { readonly group: number; readonly channelOf: Int32Array }[],
): Pick<TableColumn, 'groupOf' | 'channelOf'> {
  const length = places[0]?.channelOf.length ?? 0;
  const groupOf = new Int32Array(length).fill(-1);
  const channelOf = new Int32Array(length).fill(-1);
  for (const { group, channelOf: own } of places) {
    own.forEach((channel, i) => {
      if (channel < 0) return;
      groupOf[i] = group;
      channelOf[i] = channel;
    });
  }
  return { groupOf, channelOf };
}

function nodeOf(parameter: string): string {
  return parameter.slice(0, parameter.indexOf('/'));
}
