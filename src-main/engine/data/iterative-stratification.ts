import { shuffle, type Random } from '../../../src-shared/lib/random.ts';
import type { LabelRows } from './label-rows.ts';

interface Stratification {
  /** Of the items that are dealt, by place. */
  readonly labels: LabelRows;
  readonly items: number;
  /** Items of each part; together all there are. */
  readonly sizes: readonly number[];
  readonly random: Random;
}

/**
 * Deals items with several labels each into parts that have every label in proportion: always the label that fewest undealt items have
 * is dealt out first, each of its items to the part that lacks most of it (among equals, that lacks most items, then by lot). Items without
 * a label fill what is left. Sizes are met exactly, as a full part takes no more. Gives the part of each place.
 * Source: Sechidis, Tsoumakas & Vlahavas 2011, doi:10.1007/978-3-642-23808-6_10, algorithm 1; departs from it by the exact sizes.
 */
export function stratifyLabels({ labels, items, sizes, random }: Stratification): Int32Array {
  const dealing = createDealing({ labels, items, sizes, random });
  const places = placesByLabel(labels, items, random);
  const left = places.map(list => list.length);
  const partOf = new Int32Array(items).fill(-1);
  const assign = (place: number, part: number): void => {
    partOf[place] = part;
    dealing.take(place, part);
    for (let l = 0; l < labels.width; l++) if (labels.has(place, l)) left[l]!--;
  };
  for (let rarest = rarestOf(left); rarest >= 0; rarest = rarestOf(left)) {
    for (const place of places[rarest]!) if (partOf[place] === -1) assign(place, dealing.choose(rarest));
  }
  const bare = Uint32Array.from({ length: items }, (_, place) => place).filter(place => partOf[place] === -1);
  shuffle(bare, random.split('bare'));
  for (const place of bare) assign(place, dealing.choose(null));
  return partOf;
}

interface Dealing {
  /** Part for an item dealt on account of this label; null: of none. */
  choose(label: number | null): number;
  take(place: number, part: number): void;
}

function createDealing({ labels, items, sizes, random }: Stratification): Dealing {
  const lots = random.split('ties');
  const counts = new Float64Array(labels.width);
  for (let place = 0; place < items; place++) for (let l = 0; l < labels.width; l++) counts[l]! += labels.has(place, l) ? 1 : 0;
  const free = [...sizes];
  const lacking = sizes.map(size => counts.map(count => (count * size) / Math.max(1, items)));
  return {
    choose(label) {
      const open = free.flatMap((size, part) => (size > 0 ? [part] : []));
      const need = (part: number): number => (label === null ? 0 : lacking[part]![label]!);
      const most = Math.max(...open.map(need));
      const lackMost = open.filter(part => need(part) >= most - 1e-9);
      const room = Math.max(...lackMost.map(part => free[part]!));
      const best = lackMost.filter(part => free[part] === room);
      return best[best.length === 1 ? 0 : lots.nextUint32() % best.length]!;
    },
    take(place, part) {
      free[part]!--;
      for (let l = 0; l < labels.width; l++) if (labels.has(place, l)) lacking[part]![l]!--;
    },
  };
}

/** Places that have each label, in an order drawn by lot. */
function placesByLabel(labels: LabelRows, items: number, random: Random): Uint32Array[] {
  return Array.from({ length: labels.width }, (_, l) => {
    const places = Uint32Array.from({ length: items }, (_, place) => place).filter(place => labels.has(place, l));
    shuffle(places, random.split(l));
    return places;
  });
}

/** The label with the fewest undealt items, −1 where all are dealt. */
function rarestOf(left: readonly number[]): number {
  let best = -1;
  left.forEach((count, l) => {
    if (count > 0 && (best < 0 || count < left[best]!)) best = l;
  });
  return best;
}
