import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { ChannelAnalysis, ChannelGroup } from '../graph/channel-groups.ts';
import { resizedGraph } from '../graph/surgery.ts';
import { amountOf, budgetOf, goalWithin, nothingChanged, type BudgetName, type BudgetRange } from './budget.ts';
import type { GranularityCall } from './granularity.ts';
import { selectCounts, selectEvenly, selectOverall, type Candidates, type Kept } from './select-units.ts';
import type { PruningTarget } from './targets.ts';

/** What channel pruning has to reach. */
export interface ChannelGoal {
  /** Channels of each group that stay at least, whatever the ranking says. */
  readonly floors: Readonly<Record<string, number>>;
  /** Which channels stay after the pruning at `progress`. */
  choose(candidates: readonly Candidates[], progress: number): Kept;
}

type GoalCall = Pick<GranularityCall<unknown>, 'graph' | 'target' | 'scope' | 'kept' | 'fileBytes'>;

/** No group is emptied: this share of its channels stays, and one at least. */
const FLOOR_SHARE = 0.05;

/** Throws `invalid-input` for a target that can't be reached or names no layer, `nothing-changed` for one that is met already. */
export function channelGoal(call: GoalCall, { groups, fixed }: ChannelAnalysis): ChannelGoal {
  if (groups.length === 0) {
    throw invalidInput('A model with channels that can be cut is required, but every layer must stay as it is', {
      path: 'model',
      hint: fixed.map(({ node, reason }) => `${node}: ${reason}`).join('; '),
    });
  }
  if (call.target.channels !== undefined) return chosenGoal(call, groups, call.target.channels);
  return call.target.keep === undefined ? budgetGoal(call, groups) : shareGoal(call, groups, call.target.keep);
}

/** Channels chosen by hand, the lowest of them first where a schedule takes them one after the other. */
function chosenGoal({ kept }: GoalCall, groups: readonly ChannelGroup[], chosen: Readonly<Record<string, readonly number[]>>): ChannelGoal {
  const doomed = new Map<string, ReadonlySet<number>>();
  for (const [layer, channels] of Object.entries(chosen)) {
    const group = groupOf(layer, groups, 'channels');
    const odd = channels.find(channel => !Number.isInteger(channel) || channel < 0 || channel >= group.channels);
    if (odd !== undefined) {
      throw invalidInput(`Channels 0 to ${group.channels - 1} of '${group.id}' can be cut, got ${odd}`, {
        path: `target.channels.${layer}`,
      });
    }
    const all = new Set([...(doomed.get(group.id) ?? []), ...channels]);
    if (all.size === group.channels) {
      throw invalidInput(`At least one channel of '${group.id}' must stay, but all ${group.channels} are to go`, {
        path: `target.channels.${layer}`,
      });
    }
    doomed.set(group.id, all);
  }
  const left = ({ id, channels }: ChannelGroup): number => channels - (doomed.get(id)?.size ?? 0);
  if (groups.every(group => left(group) === group.channels)) throw nothingChanged('channels', 'names none');
  return {
    floors: Object.fromEntries(groups.map(group => [group.id, left(group)])),
    choose(candidates, progress) {
      const chosenOnly = candidates.map(one => ({
        ...one,
        scores: one.scores.map((score, c) => (doomed.get(one.name)?.has(c) ? score : Infinity)),
      }));
      const counts = groups.map(group => [group.id, Math.round(group.channels * kept(progress, 1, left(group) / group.channels))]);
      return selectCounts(chosenOnly, Object.fromEntries(counts) as Record<string, number>);
    },
  };
}

function shareGoal({ kept }: GoalCall, groups: readonly ChannelGroup[], keep: Readonly<Record<string, number>>): ChannelGoal {
  const shares = new Map<string, number>();
  for (const [layer, share] of Object.entries(keep)) {
    const group = groupOf(layer, groups, 'keep');
    const known = shares.get(group.id);
    if (known !== undefined && known !== share) {
      throw invalidInput(`Layers whose channels go together must keep the same share: ${known} for the group '${group.id}', got ${share}`, {
        path: `target.keep.${layer}`,
      });
    }
    shares.set(group.id, share);
  }
  const finals = groups.map(({ id, channels }) => [id, Math.max(1, Math.round(channels * (shares.get(id) ?? 1)))] as const);
  if (groups.every(({ channels }, i) => finals[i]![1] === channels)) throw nothingChanged('channels', 'keeps every channel');
  const floors = Object.fromEntries(finals);
  return {
    floors,
    choose(candidates, progress) {
      const counts = groups.map(({ id, channels }) => [id, Math.round(channels * kept(progress, 1, floors[id]! / channels))]);
      return selectCounts(candidates, Object.fromEntries(counts) as Record<string, number>);
    },
  };
}

function budgetGoal(call: GoalCall, groups: readonly ChannelGroup[]): ChannelGoal {
  const { kept, scope } = call;
  const budget = budgetOf(call.target);
  const floors = Object.fromEntries(groups.map(({ id, channels }) => [id, floorOf(channels)]));
  const measure = measureOf(call, budget.name, groups);
  const range = channelRange(call, groups, budget.name);
  const [whole, goal] = [range.whole, goalWithin(budget, range)];
  return {
    floors,
    choose(candidates, progress) {
      // A share of a count may miss it by the last bit.
      const budget = whole * kept(progress, 1, goal / whole) * (1 + 1e-12);
      const fits = (left: Kept): boolean => measure(groups.map(({ id }) => left[id]!)) <= budget;
      if (scope === 'per-layer') return selectEvenly(candidates, fits);
      return selectOverall(scope === 'global' ? candidates : weighedByCost(candidates, measure), fits);
    },
  };
}

/**
 * Scores per unit of the budget that a channel takes up now: what Dantzig's rule for a knapsack packs by. A score below zero
 * gets lower still with the cost. Source: Shen et al. 2022, arXiv:2110.10811 (there for latency).
 */
function weighedByCost(candidates: readonly Candidates[], measure: (kept: readonly Uint8Array[]) => number): readonly Candidates[] {
  const now = candidates.map(({ alive }) => alive);
  const whole = measure(now);
  return candidates.map((candidate, position) => {
    const last = candidate.alive.lastIndexOf(1);
    if (candidate.alive.indexOf(1) === last) return candidate;
    const cost = whole - measure(now.map((alive, i) => (i === position ? alive.with(last, 0) : alive)));
    if (cost <= 0) return candidate;
    return { ...candidate, scores: candidate.scores.map(score => (score < 0 ? score * cost : score / cost)) };
  });
}

/** From all channels to the floors of all rankings. */
export function channelRange(call: Pick<GoalCall, 'graph' | 'fileBytes'>, groups: readonly ChannelGroup[], name: BudgetName): BudgetRange {
  const measure = measureOf(call, name, groups);
  return {
    whole: measure(groups.map(({ channels }) => new Uint8Array(channels).fill(1))),
    least: measure(groups.map(({ channels }) => new Uint8Array(channels).fill(1).fill(0, floorOf(channels)))),
    units: 'channels',
  };
}

function measureOf(
  call: Pick<GoalCall, 'graph' | 'fileBytes'>,
  name: BudgetName,
  groups: readonly ChannelGroup[],
): (kept: readonly Uint8Array[]) => number {
  if (name === 'sparsity') return kept => kept.reduce((sum, mask) => sum + mask.reduce((ones, bit) => ones + bit, 0), 0);
  return kept => amountOf(structureOf(call.graph, groups, kept), name, call);
}

/** The structure with these channels of the groups: per group and channel, 1 stays. */
export function structureOf(graph: ModelGraph, groups: readonly ChannelGroup[], kept: readonly Uint8Array[]): ModelGraph {
  const sizes = groups.flatMap(({ sources }, g) =>
    sources.map(({ node, channelOf }) => [node, channelOf.filter(channel => channel < 0 || kept[g]![channel] === 1).length] as const),
  );
  return resizedGraph(graph, new Map(sizes));
}

/** Channels of a group of this size that every ranking leaves. */
export function floorOf(channels: number): number {
  return Math.max(1, Math.ceil(channels * FLOOR_SHARE));
}

function groupOf(layer: string, groups: readonly ChannelGroup[], target: keyof PruningTarget): ChannelGroup {
  const group = groups.find(({ sources }) => sources.some(({ node }) => node === layer));
  if (group !== undefined) return group;
  const layers = groups.flatMap(({ sources }) => sources.map(({ node }) => node));
  const near = closest(layer, layers);
  throw invalidInput(`A layer whose channels can be cut is required (${layers.join(', ')}), got '${layer}'`, {
    path: `target.${target}.${layer}`,
    hint: near === null ? `Layers whose channels can be cut: ${layers.join(', ')}.` : `Did you mean '${near}'?`,
  });
}
