import { encode } from '../../../src-shared/domain/search/assignments.ts';
import { countOf, unitOf, valueAt, valuesOf } from '../../../src-shared/domain/search/domains.ts';
import type { Dimension } from '../../../src-shared/domain/search/space.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { answer, growForest } from './forest.ts';
import { costOf, costsOf, type Study } from './trial.ts';

const TREES = 24;
const CELLS = 8;
const MOST_POINTS = 60;
const LEAST_TRIALS = 10;

/** The first objective over two dimensions, as measured (not as a cost). */
export interface FittedSurface {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: readonly (readonly number[])[];
}

/**
 * Partial dependence: a forest's answer at each pair of values, averaged over what the other dimensions were in the trials.
 * Null with too few trials, or an unknown dimension. Friedman 2001, doi:10.1214/aos/1013203451.
 */
export function surfaceOf(study: Study, names: { readonly x: string; readonly y: string }): FittedSurface | null {
  const { space, directions } = study;
  const [x, y] = [names.x, names.y].map(name => space.dimensions.findIndex(dimension => dimension.name === name));
  const measured = study.trials.flatMap(trial => {
    const cost = costsOf(trial, directions)?.[0];
    return cost === undefined ? [] : [{ point: encode(space, trial.assignment).map(u => (Number.isNaN(u) ? 0.5 : u)), cost }];
  });
  if (x === undefined || y === undefined || x < 0 || y < 0 || measured.length < LEAST_TRIALS) return null;
  const samples = { points: measured.map(({ point }) => point), values: measured.map(({ cost }) => cost) };
  const trees = growForest(samples, TREES, createRandom(0).split('surface'));
  const others = samples.points.filter((_, i) => i % Math.ceil(samples.points.length / MOST_POINTS) === 0);
  const at = (point: Float64Array): number => trees.reduce((sum, tree) => sum + answer(tree, point), 0) / trees.length;
  const mean = (unitX: number, unitY: number): number => {
    const costs = others.map(point => at(point.map((u, i) => (i === x ? unitX : i === y ? unitY : u))));
    return costOf(costs.reduce((sum, cost) => sum + cost, 0) / costs.length, directions[0]);
  };
  const [alongX, alongY] = [axisOf(space.dimensions[x]!), axisOf(space.dimensions[y]!)];
  return { x: alongX.values, y: alongY.values, values: alongY.units.map(unitY => alongX.units.map(unitX => mean(unitX, unitY))) };
}

/** Every value of a small domain, else the middles of so many cells. */
function axisOf({ domain }: Dimension): { readonly values: readonly number[]; readonly units: readonly number[] } {
  if (countOf(domain) <= CELLS) {
    const values = valuesOf(domain, Infinity);
    return { values, units: values.map(value => unitOf(domain, value)) };
  }
  const units = Array.from({ length: CELLS }, (_, i) => (i + 0.5) / CELLS);
  return { values: units.map(unit => valueAt(domain, unit)), units };
}
