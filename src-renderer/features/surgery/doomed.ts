import type { SurgeryGroup } from '../../../src-shared/contracts/surgery.contract.ts';
import type { Choice } from './choice.ts';

/** Per group in their order, per channel: 1 goes. */
export type Doomed = readonly Uint8Array[];

/** Position of every channel from the least important on: in its own group, and over the groups without a threshold of their own. */
interface Ranks {
  readonly own: readonly Uint32Array[];
  readonly overall: readonly Uint32Array[];
  /** Channels of the groups that follow the overall threshold. */
  readonly following: number;
}

/**
 * What goes: all that lies below its threshold or was cut by hand, but not what was pinned. A threshold leaves every group
 * its floor and every layer a channel, the best first.
 */
export function doomedOf(groups: readonly SurgeryGroup[], choice: Choice): Doomed {
  const ranks = ranksOf(groups, choice);
  return groups.map((group, g) => {
    const share = choice.shares[group.id];
    const rank = share === undefined ? ranks.overall[g]! : ranks.own[g]!;
    const limit = share === undefined ? Math.round(choice.overall * ranks.following) : Math.round(share * group.channels);
    const marks = choice.marks[group.id] ?? {};
    const goes = new Uint8Array(group.channels);
    for (let channel = 0; channel < group.channels; channel++) {
      const mark = marks[channel];
      goes[channel] = mark === 'cut' || (mark !== 'pin' && rank[channel]! < limit) ? 1 : 0;
    }
    for (const channel of group.dead) goes[channel] = 1;
    return spared(group, goes, channel => marks[channel] === 'cut' || group.dead.includes(channel));
  });
}

/** Whether a layer of the group would lose every output. */
export function isStarving(group: SurgeryGroup, goes: (channel: number) => boolean): boolean {
  return group.sources.some(({ channelOf }) => channelOf.every(channel => channel >= 0 && goes(channel)));
}

/** Channels by group, as recipes and main's `cost` take them; groups that lose none are left out. */
export function removedChannels(groups: readonly SurgeryGroup[], doomed: Doomed): Record<string, number[]> {
  const entries = groups.map((group, g) => [group.id, channelsIn(doomed[g]!)] as const);
  return Object.fromEntries(entries.filter(([, channels]) => channels.length > 0));
}

/** Position in the order of the group, 1 is the least important; equal scores in the order of the channels. */
export function rankIn(group: SurgeryGroup, channel: number): number {
  const score = group.ranking[channel] ?? 0;
  return 1 + group.ranking.reduce((before, other, i) => before + (other < score || (other === score && i > channel) ? 1 : 0), 0);
}

export function countOf(goes: Uint8Array): number {
  return goes.reduce((sum, bit) => sum + bit, 0);
}

function channelsIn(goes: Uint8Array): number[] {
  return [...goes.keys()].filter(channel => goes[channel] === 1);
}

/** The best of what a threshold dooms comes back until the floor is kept and no layer is empty. */
function spared(group: SurgeryGroup, goes: Uint8Array, isFinal: (channel: number) => boolean): Uint8Array {
  const best = () =>
    [...goes.keys()]
      .filter(channel => goes[channel] === 1 && !isFinal(channel))
      .sort(byRanking(group))
      .reverse();
  let kept = goes.length - countOf(goes);
  for (const channel of kept < group.floor ? best() : []) {
    if (kept >= group.floor) break;
    goes[channel] = 0;
    kept += 1;
  }
  for (const { channelOf } of group.sources) {
    if (!channelOf.every(channel => channel >= 0 && goes[channel] === 1)) continue;
    const saved = best().find(channel => channelOf.includes(channel));
    if (saved !== undefined) goes[saved] = 0;
  }
  return goes;
}

function ranksOf(groups: readonly SurgeryGroup[], choice: Choice): Ranks {
  const own = groups.map(group => positions(Array.from(group.ranking.keys()).sort(byRanking(group)), group.channels));
  const all = groups.flatMap((group, g) =>
    choice.shares[group.id] === undefined ? group.ranking.map((score, channel) => ({ g, channel, score })) : [],
  );
  all.sort((a, b) => a.score - b.score || b.g - a.g || b.channel - a.channel);
  const overall = groups.map(group => new Uint32Array(group.channels));
  all.forEach(({ g, channel }, position) => (overall[g]![channel] = position));
  return { own, overall, following: all.length };
}

function positions(order: readonly number[], length: number): Uint32Array {
  const result = new Uint32Array(length);
  order.forEach((channel, position) => (result[channel] = position));
  return result;
}

/** Least important first; among equals the later, as the engine cuts them. */
function byRanking({ ranking }: SurgeryGroup): (a: number, b: number) => number {
  return (a, b) => ranking[a]! - ranking[b]! || b - a;
}
