import type { ModelGraph, Parameter, Parameters, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import { channelGroups, type ChannelGroup } from '../../graph/channel-groups.ts';
import { initialValues } from '../../graph/initial-values.ts';
import { parameterDeclarations } from '../../graph/parameters.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import type { Network } from './morphism.ts';

/** Where the entries of an axis come from: the old entry, or -1 for one that is new. */
interface AxisOrigin {
  readonly from: Int32Array;
  /** New entries read what was not there: they begin at 0, so that old outputs stay what they were. */
  readonly reads: boolean;
}

/**
 * Values for a structure out of those of the one it was made from. What both have keeps its values; a new channel begins with
 * the layer's own initial values, and with 0 wherever an old channel reads it; a window that grew has 0 around.
 * Departs from Net2WiderNet (Chen 2016, arXiv:1511.05641), which copies channels and shares their outgoing weights: copies have
 * equal gradients, and an optimizer that scales each step by its size never tells them apart.
 */
export function inherit(graph: ModelGraph, parent: Network, random: Random): Parameters {
  const [now, before] = [channelGroups(graph).groups, channelGroups(parent.graph).groups];
  return Object.fromEntries(
    parameterDeclarations(graph).map(({ fullName, shape, initial }): [string, Parameter] => {
      const old = parent.parameters[fullName];
      const fresh = (): Float32Array => initialValues(initial, sizeOf(shape), random.split(fullName));
      if (old === undefined || old.shape.length !== shape.length) return [fullName, { shape, values: fresh() }];
      if (old.shape.every((size, axis) => size === shape[axis])) return [fullName, old];
      const origins = shape.map((size, axis) => originOf({ fullName, axis, size, was: old.shape[axis]! }, now, before));
      return [fullName, { shape, values: transferred(old, shape, origins, fresh()) }];
    }),
  );
}

interface Axis {
  readonly fullName: string;
  readonly axis: number;
  readonly size: number;
  readonly was: number;
}

function originOf(place: Axis, now: readonly ChannelGroup[], before: readonly ChannelGroup[]): AxisOrigin {
  const { size, was } = place;
  if (size === was) return { from: Int32Array.from({ length: size }, (_, entry) => entry), reads: false };
  const own = now.flatMap(({ members }) => members).filter(({ parameter, axis }) => parameter === place.fullName && axis === place.axis);
  if (own.length === 0) return { from: centred(size, was), reads: true };
  const entries = new Map(labelled(before, place, was).map((label, entry) => [label, entry]));
  const from = Int32Array.from(labelled(now, place, size), label => entries.get(label) ?? -1);
  return { from, reads: own.some(({ role }) => role === 'input') };
}

/** Of a window: both have their middle where the value they give stands. */
function centred(size: number, was: number): Int32Array {
  const shift = Math.floor((size - 1) / 2) - Math.floor((was - 1) / 2);
  return Int32Array.from({ length: size }, (_, entry) => (entry - shift >= 0 && entry - shift < was ? entry - shift : -1));
}

/** What each entry of an axis stands for: the channel of its group, and which of the entries of that channel it is. */
function labelled(groups: readonly ChannelGroup[], { fullName, axis }: Axis, size: number): readonly string[] {
  const labels = new Array<string>(size).fill('');
  for (const { id, members } of groups) {
    const own = members.find(member => member.parameter === fullName && member.axis === axis);
    own?.channelOf.forEach((channel, entry) => {
      if (channel >= 0) labels[entry] = `${id}/${channel}`;
    });
  }
  const seen = new Map<string, number>();
  return labels.map(label => {
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    return `${label}#${count}`;
  });
}

function transferred(old: Parameter, shape: Shape, origins: readonly AxisOrigin[], fresh: Float32Array): Float32Array {
  const strides = old.shape.map((_, axis) => old.shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const at = shape.map(() => 0);
  return fresh.map(drawn => {
    let place = 0;
    let [isNew, isRead] = [false, false];
    origins.forEach(({ from, reads }, axis) => {
      const entry = from[at[axis]!]!;
      if (entry >= 0) place += entry * strides[axis]!;
      else if (reads) isRead = true;
      else isNew = true;
    });
    advance(at, shape);
    if (isNew) return drawn;
    return isRead ? 0 : old.values[place]!;
  });
}

/** The next index, row-major. */
function advance(at: number[], shape: Shape): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at[axis] = at[axis]! + 1;
    if (at[axis]! < shape[axis]!) return;
    at[axis] = 0;
  }
}
