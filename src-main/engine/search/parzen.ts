import { assign } from '../../../src-shared/domain/search/assignments.ts';
import { cellOf, countOf, unitOf, valueAt } from '../../../src-shared/domain/search/domains.ts';
import type { Assignment, Dimension, Space } from '../../../src-shared/domain/search/space.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import { normalBelow, normalDensity } from './normal-curve.ts';

/** A density over a space: a mixture of one kernel around each of some configurations, and one that is even everywhere. */
export interface Parzen {
  draw(random: Random): Assignment;
  logDensity(assignment: Assignment): number;
}

export interface Observations {
  readonly assignments: readonly Assignment[];
  /** One each; the even kernel has weight 1. */
  readonly weights: readonly number[];
}

/** What a kernel is made of in one dimension. */
interface Axis {
  readonly dimension: Dimension;
  /** Options without an order: a kernel prefers its own. Otherwise a normal curve over [0, 1], cut at both ends. */
  readonly isUnordered: boolean;
  readonly count: number;
  /** Coordinates of the configurations that take part here, rising. */
  readonly centres: readonly number[];
}

/**
 * Multivariate: a kernel is a product over the dimensions, so that what goes well together stays together (Falkner et al.
 * 2018, arXiv:1807.01774). A kernel knows nothing of dimensions in which its configuration takes no part, and is even there.
 */
export function createParzen(space: Space, { assignments, weights }: Observations): Parzen {
  const axes = space.dimensions.map(dimension => axisOf(dimension, assignments));
  const kernels = assignments.map(assignment => axes.map(axis => kernelOf(axis, assignment)));
  const total = weights.reduce((sum, weight) => sum + weight, 1);
  return {
    draw(random) {
      const kernel = pick(weights, random.next() * total);
      const parts = kernel === null ? null : kernels[kernel];
      return assign(space, (dimension, i) => {
        const part = parts?.[i] ?? null;
        return part === null ? valueAt(dimension.domain, random.next()) : part.draw(random);
      });
    },
    logDensity(assignment) {
      const active = axes.flatMap((axis, i) => (assignment[axis.dimension.name] === undefined ? [] : [i]));
      const values = axes.map(({ dimension }) => assignment[dimension.name] ?? NaN);
      const even = active.reduce((product, i) => product * evenAt(axes[i]!, values[i]!), 1);
      let sum = even;
      kernels.forEach((parts, k) => {
        let product = weights[k]!;
        for (const i of active) product *= parts[i]?.density(values[i]!) ?? evenAt(axes[i]!, values[i]!);
        sum += product;
      });
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
  const isUnordered = domain.kind === 'choice' && !domain.ordered;
  const centres = values.map(value => unitOf(domain, value)).sort((x, y) => x - y);
  return { dimension, isUnordered, count: countOf(domain), centres };
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
  const { dimension, isUnordered } = axis;
  const value = assignment[dimension.name];
  if (value === undefined) return null;
  return isUnordered ? optionPart(axis, value) : normalPart(axis, value);
}

function optionPart({ count, centres }: Axis, own: number): Part {
  const spread = 1 / (centres.length + 1);
  const others = spread / count / (1 + spread);
  const ownShare = (1 + spread / count) / (1 + spread);
  return {
    draw(random) {
      const u = random.next();
      if (u < ownShare - others) return own;
      return Math.min(count - 1, Math.floor(random.next() * count));
    },
    density: value => (value === own ? ownShare : others),
  };
}

function normalPart({ dimension: { domain }, centres }: Axis, own: number): Part {
  const centre = unitOf(domain, own);
  const bandwidth = bandwidthAt(centres, centre);
  const below = normalBelow(-centre / bandwidth);
  const inside = normalBelow((1 - centre) / bandwidth) - below;
  return {
    draw(random) {
      for (let i = 0; i < 100; i++) {
        const u = centre + bandwidth * random.nextNormal();
        if (u >= 0 && u <= 1) return valueAt(domain, u);
      }
      return own;
    },
    density(value) {
      const cell = cellOf(domain, value);
      if (cell === null) return normalDensity((unitOf(domain, value) - centre) / bandwidth) / bandwidth / inside;
      const mass = normalBelow((cell[1] - centre) / bandwidth) - normalBelow((cell[0] - centre) / bandwidth);
      return Math.max(mass, 0) / inside;
    },
  };
}

/** Of the even kernel: a density where the dimension is continuous, the share of the value's cell where it is not. */
function evenAt({ dimension: { domain } }: Axis, value: number): number {
  const cell = cellOf(domain, value);
  return cell === null ? 1 : cell[1] - cell[0];
}

/** The kernel in whose share the point lies; null for the even one, which comes first. */
function pick(weights: readonly number[], point: number): number | null {
  let left = point - 1;
  if (left < 0) return null;
  for (let k = 0; k < weights.length; k++) {
    left -= weights[k]!;
    if (left < 0) return k;
  }
  return weights.length - 1;
}
