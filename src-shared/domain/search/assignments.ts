import { allows, countOf, unitOf, valueAt, valuesOf } from './domains.ts';
import type { Assignment, Condition, Dimension, Space } from './space.ts';

/** Whether a dimension takes part, given the values of those before it. */
export function isActive({ conditions }: Dimension, assignment: Assignment): boolean {
  return conditions.every(condition => holds(condition, assignment[condition.on]));
}

/** Draws a configuration: asks for each dimension that takes part, in order, with what is chosen so far. */
export function assign(space: Space, choose: (dimension: Dimension, index: number, soFar: Assignment) => number): Assignment {
  const values: Record<string, number> = {};
  space.dimensions.forEach((dimension, i) => {
    if (isActive(dimension, values)) values[dimension.name] = choose(dimension, i, values);
  });
  return values;
}

/** A coordinate in [0, 1] per dimension of the space; NaN where the dimension takes no part. */
export function encode(space: Space, assignment: Assignment): Float64Array {
  return Float64Array.from(space.dimensions, ({ name, domain }) => {
    const value = assignment[name];
    return value === undefined ? NaN : unitOf(domain, value);
  });
}

/** The configuration at a point of the unit cube; coordinates of dimensions that take no part count for nothing. */
export function decode(space: Space, units: ArrayLike<number>): Assignment {
  return assign(space, ({ domain }, i) => valueAt(domain, Number.isNaN(units[i]!) ? 0.5 : units[i]!));
}

/** One text per configuration. */
export function keyOf(space: Space, assignment: Assignment): string {
  return space.dimensions.map(({ name }) => assignment[name] ?? '').join('|');
}

/** What is wrong with an assignment that came from outside: every dimension that takes part has an allowed value, and no other has one. */
export function assignmentProblems(space: Space, assignment: Assignment): readonly string[] {
  const known = new Set(space.dimensions.map(({ name }) => name));
  const strangers = Object.keys(assignment).filter(name => !known.has(name));
  return [
    ...strangers.map(name => `nothing in this space is called '${name}'`),
    ...space.dimensions.flatMap(dimension => {
      const { name, domain } = dimension;
      const value = assignment[name];
      if (!isActive(dimension, assignment)) return value === undefined ? [] : [`'${name}' takes no part here, but has the value ${value}`];
      if (value === undefined) return [`'${name}' has no value`];
      return allows(domain, value) ? [] : [`${value} is no value of '${name}'`];
    }),
  ];
}

/**
 * How many configurations there are, with at most `levels` values per dimension of numbers: Infinity when these are not limited,
 * or when there are more than can be counted.
 */
export function countConfigurations(space: Space, levels = Infinity): number {
  const sizes = new Map(
    space.dimensions.map(({ name, domain }) => [name, levels === Infinity ? countOf(domain) : valuesOf(domain, levels).length]),
  );
  if ([...sizes.values()].includes(Infinity)) return Infinity;
  const parents = new Set(space.dimensions.flatMap(({ conditions }) => conditions.map(({ on }) => on)));
  let visited = 0;
  const count = (index: number, soFar: Assignment): number => {
    if (visited++ > MOST_VISITED) return Infinity;
    const dimension = space.dimensions[index];
    if (dimension === undefined) return 1;
    if (!isActive(dimension, soFar)) return count(index + 1, soFar);
    const size = sizes.get(dimension.name) ?? 1;
    if (!parents.has(dimension.name)) return size * count(index + 1, soFar);
    if (size > MOST_VISITED) return Infinity;
    const values = valuesOf(dimension.domain, levels);
    return values.reduce((sum, value) => sum + count(index + 1, { ...soFar, [dimension.name]: value }), 0);
  };
  return count(0, {});
}

/** The configuration number `index` (from 0) of a grid with at most `levels` values per dimension of numbers; null beyond the last. */
export function gridConfiguration(space: Space, levels: number, index: number): Assignment | null {
  let left = index;
  const walk = (place: number, soFar: Assignment): Assignment | null => {
    const dimension = space.dimensions[place];
    if (dimension === undefined) return left-- === 0 ? soFar : null;
    if (!isActive(dimension, soFar)) return walk(place + 1, soFar);
    for (const value of valuesOf(dimension.domain, levels)) {
      const found = walk(place + 1, { ...soFar, [dimension.name]: value });
      if (found !== null) return found;
    }
    return null;
  };
  return walk(0, {});
}

/** A step of the walk through the tree of configurations costs one visit. */
const MOST_VISITED = 200_000;

function holds(condition: Condition, value: number | undefined): boolean {
  if (value === undefined) return false;
  return condition.test === 'options' ? condition.options.includes(value) : value >= condition.from && value <= condition.to;
}
