import type { ChannelGroup } from '../../graph/channel-groups.ts';
import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import type { Tensors } from '../../training/step-plan.ts';
import { keptOf, type Widths } from './widths.ts';

/** Entries of an axis that stay: of every `period` of them, these runs. */
export interface AxisPick {
  readonly axis: number;
  readonly period: number;
  readonly runs: readonly { readonly start: number; readonly length: number }[];
}

/** What stays of each parameter that loses something, by its full name. */
export type Picks = ReadonlyMap<string, readonly AxisPick[]>;

/**
 * How the parameters of a narrow network are cut from the wide one's. A dense layer behind a flattened picture keeps some of
 * every so many entries, a recurrent kernel some of every gate: a pattern that repeats is a few slices along an axis of its
 * own, which every back end computes and differentiates.
 */
export function picksOf(groups: readonly ChannelGroup[], widths: Widths): Picks {
  const gone = new Map<string, Map<number, Uint8Array>>();
  for (const group of groups) {
    const kept = keptOf(group, widths);
    if (kept === group.channels) continue;
    for (const { parameter, axis, channelOf } of group.members) {
      const axes = gone.get(parameter) ?? new Map<number, Uint8Array>();
      gone.set(parameter, axes);
      const marked = axes.get(axis) ?? new Uint8Array(channelOf.length);
      axes.set(axis, marked);
      channelOf.forEach((channel, entry) => {
        if (channel >= kept) marked[entry] = 1;
      });
    }
  }
  return new Map([...gone].map(([name, axes]) => [name, [...axes].map(([axis, marked]) => ({ axis, ...patternOf(marked) }))]));
}

/** The parameters with what stays of each; differentiable. */
export function pickEntries(tf: TensorLibrary, parameters: Tensors, picks: Picks): Tensors {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => [name, (picks.get(name) ?? []).reduce((x, pick) => picked(tf, x, pick), tensor)]),
  );
}

function picked(tf: TensorLibrary, x: Tensor, { axis, period, runs }: AxisPick): Tensor {
  const before = x.shape.slice(0, axis);
  const after = x.shape.slice(axis + 1);
  const [outer, inner] = [before, after].map(sizes => sizes.reduce((product, size) => product * size, 1)) as [number, number];
  const rows = outer * (x.shape[axis]! / period);
  const flat = tf.reshape(x, [rows, period, inner]);
  const parts = runs.map(({ start, length }) => tf.slice(flat, [0, start, 0], [rows, length, inner]));
  const kept = runs.reduce((sum, { length }) => sum + length, 0) * (x.shape[axis]! / period);
  return tf.reshape(parts.length === 1 ? parts[0]! : tf.concat(parts, 1), [...before, kept, ...after]);
}

function patternOf(gone: Uint8Array): Omit<AxisPick, 'axis'> {
  const size = gone.length;
  let period = 1;
  while (size % period !== 0 || gone.some((bit, entry) => bit !== gone[entry % period])) period += 1;
  const runs: { start: number; length: number }[] = [];
  for (let entry = 0; entry < period; entry++) {
    if (gone[entry] === 1) continue;
    const last = runs[runs.length - 1];
    if (last !== undefined && last.start + last.length === entry) last.length += 1;
    else runs.push({ start: entry, length: 1 });
  }
  return { period, runs };
}
