import { assign } from '../../../src-shared/domain/search/assignments.ts';
import { cellOf, countOf, unitOf, valueAt } from '../../../src-shared/domain/search/domains.ts';
import type { Assignment, Domain, Space } from '../../../src-shared/domain/search/space.ts';
import type { Random } from '../../../src-shared/lib/random.ts';

/** A neighbour: one dimension that takes part gets another value, near the old one; what comes into play by it is drawn by lot. */
export function mutate(space: Space, parent: Assignment, random: Random): Assignment {
  const active = space.dimensions.filter(({ name }) => parent[name] !== undefined);
  const chosen = active[Math.floor(random.next() * active.length)];
  return assign(space, ({ name, domain }) => {
    const old = parent[name];
    if (old === undefined) return valueAt(domain, random.next());
    return name === chosen?.name ? otherValue(domain, old, random) : old;
  });
}

const STEP = 0.2;

/** Never the old value, where there is another. */
export function otherValue(domain: Domain, old: number, random: Random): number {
  const count = countOf(domain);
  if (domain.kind === 'choice' && !domain.ordered) return (old + 1 + Math.floor(random.next() * (count - 1))) % count;
  const centre = unitOf(domain, old);
  for (let i = 0; i < 50; i++) {
    const u = centre + STEP * random.nextNormal();
    const value = valueAt(domain, u);
    if (u >= 0 && u <= 1 && value !== old) return value;
  }
  const cell = cellOf(domain, old) ?? [centre, centre];
  return valueAt(domain, cell[1] < 1 ? cell[1] + (1 - cell[1]) / 2 : cell[0] / 2);
}

/** A child of two: each dimension from one of them by lot; of a pair of numbers sometimes between them. */
export function cross(space: Space, [first, second]: readonly [Assignment, Assignment], random: Random): Assignment {
  return assign(space, ({ name, domain }) => {
    const [a, b] = random.next() < 0.5 ? [first[name], second[name]] : [second[name], first[name]];
    if (a === undefined) return b ?? valueAt(domain, random.next());
    if (b === undefined || domain.kind === 'choice' || random.next() < 0.5) return a;
    return valueAt(domain, unitOf(domain, a) + random.next() * (unitOf(domain, b) - unitOf(domain, a)));
  });
}
