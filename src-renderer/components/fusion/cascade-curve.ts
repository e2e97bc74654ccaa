import type { CascadePoint } from '../../../src-shared/domain/serial-fusion.ts';

/** A setting a person may want, by its place among `points`. */
export interface CascadeMark {
  readonly kind: 'cheapest' | 'same-accuracy' | 'best';
  readonly place: number;
}

/** Settings that no cheaper one equals, the cheapest first: what a slider goes along. */
export function frontOf(curve: readonly CascadePoint[]): readonly CascadePoint[] {
  let best = -1;
  return [...curve]
    .sort((a, b) => a.cost - b.cost || b.accuracy - a.accuracy)
    .filter(({ accuracy }) => {
      if (accuracy <= best) return false;
      best = accuracy;
      return true;
    });
}

/** The cheapest, the cheapest that is as right as the last stage alone, and the most accurate; each place once. */
export function marksOf(points: readonly CascadePoint[], lastAccuracy: number): readonly CascadeMark[] {
  if (points.length === 0) return [];
  const same = points.findIndex(({ accuracy }) => accuracy >= lastAccuracy - 1e-12);
  const all: readonly CascadeMark[] = [
    { kind: 'cheapest', place: 0 },
    ...(same === -1 ? [] : [{ kind: 'same-accuracy' as const, place: same }]),
    { kind: 'best', place: points.length - 1 },
  ];
  return all.filter(({ place }, i) => all.findIndex(each => each.place === place) === i);
}

/** The setting nearest in cost. */
export function nearestTo(points: readonly CascadePoint[], cost: number): number {
  return points.reduce((near, point, i) => (Math.abs(point.cost - cost) < Math.abs(points[near]!.cost - cost) ? i : near), 0);
}

/** What an item costs on average when a stage answers `exits` of them and all before it have been asked too: of one stage. */
export function askedShares(exits: readonly number[]): readonly number[] {
  return exits.map((_, stage) => exits.slice(stage).reduce((sum, share) => sum + share, 0));
}
