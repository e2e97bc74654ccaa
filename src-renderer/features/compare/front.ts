import { paretoFront } from './report-figures.ts';
import { signed, type Figure } from './figures.ts';

interface Placed {
  readonly x: number;
  readonly y: number;
}

/** The points no other one beats in both figures, whichever way each is better: indices in the order of their line. */
export function frontOf(points: readonly Placed[], x: Figure, y: Figure): readonly number[] {
  return paretoFront(points.map(point => ({ x: signed(x, point.x), y: signed(y, point.y) })));
}
