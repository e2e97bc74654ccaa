import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';

/**
 * A foreign value and the node that holds it hardly ever have the same axes: channels stand first there and last here, and
 * what is reshaped, turned or cut into heads there needs nothing of the kind here. So every size is an atom with an identity
 * of its own; an axis is a product of atoms, the last one running fastest; and reshaping and turning a value only regroups
 * the atoms it is seen by. Axes of size 1 have no atoms.
 */
export interface Atom {
  readonly size: number;
}

export type Axis = readonly Atom[];

/** What a node gives, and how the foreign graph sees it. Both have the same atoms, but for the batch. */
export interface Live {
  readonly kind: 'live';
  readonly node: string;
  /** Of the node, without its batch axis. */
  readonly layout: readonly Axis[];
  /** Of the foreign value. */
  readonly axes: readonly Axis[];
}

export function axisOf(size: number): Axis {
  return size === 1 ? [] : [{ size }];
}

export function axisSize(axis: Axis): number {
  return axis.reduce((product, { size }) => product * size, 1);
}

export function sizesOf(axes: readonly Axis[]): Shape {
  return axes.map(axisSize);
}

export function sameAxis(one: Axis, other: Axis): boolean {
  return one.length === other.length && one.every((atom, i) => atom === other[i]);
}

export function sameAtoms(one: Axis, other: Axis): boolean {
  return one.length === other.length && one.every(atom => other.includes(atom));
}

/** The value with every atom of the map in its parts. */
export function withAtoms(live: Live, parts: ReadonlyMap<Atom, Axis>): Live {
  if (parts.size === 0) return live;
  const apart = (atom: Atom): Axis => parts.get(atom)?.flatMap(apart) ?? [atom];
  return { ...live, layout: live.layout.map(axis => axis.flatMap(apart)), axes: live.axes.map(axis => axis.flatMap(apart)) };
}

/** The value with atoms exchanged, all at once. */
export function renamed(live: Live, names: ReadonlyMap<Atom, Atom>): Live {
  const of = (axis: Axis): Axis => axis.map(atom => names.get(atom) ?? atom);
  return { ...live, layout: live.layout.map(of), axes: live.axes.map(of) };
}

/** The value under other axes, by regrouping its atoms; null where that mixes them. */
export function reshaped(live: Live, sizes: Shape, batch: Atom): Live | null {
  const queue = live.axes.flat();
  const parts = new Map<Atom, Axis>();
  const axes: Axis[] = [];
  for (const size of sizes) {
    const axis = takeAxis(queue, size, { batch, parts });
    if (axis === null) return null;
    axes.push(axis);
  }
  if (queue.length > 0) return null;
  return { ...withAtoms(live, parts), axes };
}

interface Taking {
  readonly batch: Atom;
  /** Filled with the atoms that came apart. */
  readonly parts: Map<Atom, Axis>;
}

function takeAxis(queue: Atom[], size: number, { batch, parts }: Taking): Axis | null {
  const axis: Atom[] = [];
  for (let rest = size; rest > 1;) {
    const next = queue.shift();
    if (next === undefined) return null;
    if (rest % next.size === 0) {
      axis.push(next);
      rest /= next.size;
      continue;
    }
    if (next === batch || next.size % rest !== 0) return null;
    const [outer, inner] = [{ size: rest }, { size: next.size / rest }];
    parts.set(next, [outer, inner]);
    axis.push(outer);
    queue.unshift(inner);
    rest = 1;
  }
  return axis;
}

/**
 * Two values seen side by side from their last axis on: as many axes each, and the same atoms where sizes agree. Null where
 * an axis has different sizes, neither of them 1.
 */
export function aligned(one: Live, other: Live): readonly [Live, Live] | null {
  const rank = Math.max(one.axes.length, other.axes.length);
  const [first, second] = [one, other].map(live => ({
    ...live,
    axes: [...new Array<Axis>(rank - live.axes.length).fill([]), ...live.axes],
  })) as unknown as readonly [Live, Live];
  const cuts = [new Map<Atom, Axis>(), new Map<Atom, Axis>()] as const;
  for (let i = 0; i < rank; i++) {
    if (!refine(first.axes[i]!, second.axes[i]!, cuts)) return null;
  }
  const [x, y] = [withAtoms(first, cuts[0]), withAtoms(second, cuts[1])];
  const names = new Map<Atom, Atom>();
  y.axes.forEach((axis, i) => {
    if (x.axes[i]!.length > 0) axis.forEach((atom, place) => names.set(atom, x.axes[i]![place]!));
  });
  return [x, renamed(y, names)];
}

/**
 * A value with the atoms of another one along pairs of axes [own, other], and into what the other one's came apart for that. Null where an
 * axis has different sizes.
 */
export function matched(
  value: Live,
  other: Live,
  pairs: readonly (readonly [number, number])[],
): { readonly value: Live; readonly parts: ReadonlyMap<Atom, Axis> } | null {
  const cuts = [new Map<Atom, Axis>(), new Map<Atom, Axis>()] as const;
  for (const [own, theirs] of pairs) {
    const [mine, wanted] = [value.axes[own]!, other.axes[theirs]!];
    if (axisSize(mine) !== axisSize(wanted) || !refine(mine, wanted, cuts)) return null;
  }
  const [x, y] = [withAtoms(value, cuts[0]), withAtoms(other, cuts[1])];
  const names = new Map<Atom, Atom>();
  for (const [own, theirs] of pairs) x.axes[own]!.forEach((atom, i) => names.set(atom, y.axes[theirs]![i]!));
  // Atoms that both values share by chance must not meet: those of the other axes get new names.
  const fresh = new Map(x.axes.flat().flatMap(atom => (names.has(atom) ? [] : [[atom, { size: atom.size }] as const])));
  return { value: renamed(x, new Map([...fresh, ...names])), parts: cuts[1] };
}

type Cuts = readonly [Map<Atom, Axis>, Map<Atom, Axis>];

/** Cuts the atoms of two axes until they pair off. */
function refine(one: Axis, other: Axis, cuts: Cuts): boolean {
  if (axisSize(one) === 1 || axisSize(other) === 1) return true;
  if (axisSize(one) !== axisSize(other)) return false;
  const [left, right] = [[...one], [...other]];
  while (left.length > 0 && right.length > 0) {
    const [a, b] = [left.shift() as Atom, right.shift() as Atom];
    if (a.size === b.size) continue;
    const [larger, least, queue, map] = a.size > b.size ? ([a, b.size, left, cuts[0]] as const) : ([b, a.size, right, cuts[1]] as const);
    if (larger.size % least !== 0) return false;
    const [outer, inner] = [{ size: least }, { size: larger.size / least }];
    map.set(larger, [outer, inner]);
    queue.unshift(inner);
  }
  return left.length === right.length;
}

/** For every place in the order `to`, its place in the order `from`, of the same atoms. */
export function placesIn(from: Axis, to: Axis): readonly number[] {
  const strides = new Map(from.map((atom, i) => [atom, axisSize(from.slice(i + 1))]));
  let places = [0];
  for (const atom of to) {
    const stride = strides.get(atom) ?? 0;
    places = places.flatMap(place => Array.from({ length: atom.size }, (_, i) => place + i * stride));
  }
  return places;
}
