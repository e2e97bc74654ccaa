import { assign } from '../../../src-shared/domain/search/assignments.ts';
import { cellOf, countOf, unitOf, valueAt } from '../../../src-shared/domain/search/domains.ts';
import type { Assignment, Dimension, NumberDomain, Space } from '../../../src-shared/domain/search/space.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import { normalBelow, normalDensity } from './normal-curve.ts';

/** A density over a space: a mixture of one kernel around each of some configurations, and a wide one over all of it. */
export interface Parzen {
  draw(random: Random): Assignment;
  logDensity(assignment: Assignment): number;
}

export interface Observations {
  readonly assignments: readonly Assignment[];
  /** One each; the wide kernel has weight 1. */
  readonly weights: readonly number[];
}

/** What a kernel is made of in one dimension. */
interface Axis {
  readonly dimension: Dimension;
  readonly count: number;
  /** Coordinates of the configurations that take part here, rising. */
  readonly centres: readonly number[];
}

/**
 * Multivariate: a kernel is a product over the dimensions, so that what goes well together stays together (Falkner et al.
 * 2018, arXiv:1807.01774). A kernel knows nothing of dimensions in which its configuration takes no part, and is as the wide
 * one there. That one is a normal curve over the middle, as wide as the whole range (Watanabe 2023, arXiv:2304.11127): an even
 * one would draw more at the ends, which the other kernels leave empty, so that they look promising.
 */
export function createParzen(space: Space, { assignments, weights }: Observations): Parzen {
  const axes = space.dimensions.map(dimension => axisOf(dimension, assignments));
  const wide = axes.map(wideKernel);
  const kernels = assignments.map(assignment => axes.map((axis, i) => kernelOf(axis, assignment) ?? wide[i]!));
  const total = weights.reduce((sum, weight) => sum + weight, 1);
  return {
    draw(random) {
      const kernel = pick(weights, random.next() * total);
      const parts = kernel === null ? wide : kernels[kernel]!;
      return assign(space, (_, i) => parts[i]!.draw(random));
    },
    logDensity(assignment) {
      const active = axes.flatMap((axis, i) => (assignment[axis.dimension.name] === undefined ? [] : [i]));
      const values = axes.map(({ dimension }) => assignment[dimension.name] ?? NaN);
      const densityOf = (parts: readonly Part[]): number => active.reduce((product, i) => product * parts[i]!.density(values[i]!), 1);
      const sum = kernels.reduce((so, parts, k) => so + weights[k]! * densityOf(parts), densityOf(wide));
      return Math.log(Math.max(sum / total, Number.MIN_VALUE));
    },
  };
}

interface Part {
  draw(random: Random): number;
  density(value: number): number;
}

function axisOf(dimension: Dimension, assignments: readonly Assignment[]): Axis {
  const { domain, name } = dimension;
  const values = assignments.flatMap(({ [name]: value }) => (value === undefined ? [] : [value]));
  const centres = values.map(value => unitOf(domain, value)).sort((x, y) => x - y);
  return { dimension, count: countOf(domain), centres };
}

/**
 * The greater distance to the two neighbours (Bergstra et al. 2011): narrow where configurations crowd, wide where one
 * stands alone, but never a spike.
 */
function bandwidthAt(centres: readonly number[], centre: number): number {
  const place = centres.indexOf(centre);
  const after = centres.lastIndexOf(centre) + 1;
  const left = place > 0 ? centre - centres[place - 1]! : 0;
  const right = after < centres.length ? centres[after]! - centre : 0;
  const floor = 1 / Math.min(100, centres.length + 2);
  if (centres.length < 2) return 1;
  return Math.min(1, Math.max(Math.max(left, right), floor));
}

function kernelOf(axis: Axis, assignment: Assignment): Part | null {
  const { domain, name } = axis.dimension;
  const value = assignment[name];
  if (value === undefined) return null;
  if (domain.kind === 'choice') return optionPart(axis, value);
  const centre = unitOf(domain, value);
  return normalPart(domain, centre, bandwidthAt(axis.centres, centre));
}

function wideKernel({ dimension: { domain }, count }: Axis): Part {
  if (domain.kind !== 'choice') return normalPart(domain, 0.5, 1);
  return { draw: random => Math.min(count - 1, Math.floor(random.next() * count)), density: () => 1 / count };
}

/**
 * A kernel prefers its own option, numbers too: which of them is good need not be told by its neighbours. The more
 * configurations, the less is left for the others; every option has one part in as many as there are kernels.
 */
function optionPart({ count, centres }: Axis, own: number): Part {
  const spread = 1 / (centres.length + 1);
  const others = spread / (1 + count * spread);
  const ownShare = (1 + spread) / (1 + count * spread);
  return {
    draw(random) {
      if (random.next() < ownShare - others) return own;
      return Math.min(count - 1, Math.floor(random.next() * count));
    },
    density: value => (value === own ? ownShare : others),
  };
}

/** A normal curve over [0, 1], cut at both ends. */
function normalPart(domain: NumberDomain, centre: number, bandwidth: number): Part {
  const below = normalBelow(-centre / bandwidth);
  const inside = normalBelow((1 - centre) / bandwidth) - below;
  return {
    draw(random) {
      for (let i = 0; i < 100; i++) {
        const u = centre + bandwidth * random.nextNormal();
        if (u >= 0 && u <= 1) return valueAt(domain, u);
      }
      return valueAt(domain, centre);
    },
    density(value) {
      const cell = cellOf(domain, value);
      if (cell === null) return normalDensity((unitOf(domain, value) - centre) / bandwidth) / bandwidth / inside;
      const mass = normalBelow((cell[1] - centre) / bandwidth) - normalBelow((cell[0] - centre) / bandwidth);
      return Math.max(mass, 0) / inside;
    },
  };
}

/** The kernel in whose share the point lies; null for the wide one, which comes first. */
function pick(weights: readonly number[], point: number): number | null {
  let left = point - 1;
  if (left < 0) return null;
  for (let k = 0; k < weights.length; k++) {
    left -= weights[k]!;
    if (left < 0) return k;
  }
  return weights.length - 1;
}
