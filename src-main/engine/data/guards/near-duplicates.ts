import type { NearReport, NearTwins, Twin } from '../../../../src-shared/domain/data-report.ts';
import { SPLITS } from '../../../../src-shared/domain/dataset.ts';
import type { ItemFacts } from '../item-duplicates.ts';
import type { Print, PrintKind } from './print.ts';

/** About 280 bytes an item, of recordings 1.1 kB. */
const MOST_ITEMS = 250_000;
const MOST_BYTES = 128 * 2 ** 20;
/** Comparisons: some seconds. */
const MOST_PAIRS = 40_000_000;
const PAIRS_A_TURN = 20_000;
const EXAMPLES = 24;

/** Takes the items one by one, in order, and tells which are nearly equal to one of an earlier part. */
export interface NearFinder {
  /** `equalTo`: the first item with the same input, itself if there is none before. */
  add(values: ArrayLike<number>, equalTo: number): void;
  /** Between pieces of work everything else gets its turn. */
  report(turn: () => Promise<void>): Promise<NearReport>;
}

export function createNearFinder(kind: PrintKind, { splitOf, labelOf }: ItemFacts): NearFinder {
  const codes: (Print['code'] | null)[] = [];
  const equal: number[] = [];
  const buckets = new Map<number, number[]>();
  let [items, bytes] = [0, 0];
  return {
    add(values, equalTo) {
      const item = items++;
      if (item >= MOST_ITEMS || bytes >= MOST_BYTES) return;
      equal.push(equalTo);
      const print = splitOf[item] === 0 ? null : kind.printOf(values);
      codes.push(print?.code ?? null);
      bytes += print?.code.byteLength ?? 0;
      for (const key of print?.keys ?? []) {
        const bucket = buckets.get(key);
        if (bucket === undefined) buckets.set(key, [item]);
        else bucket.push(item);
      }
    },
    async report(turn) {
      const best = createBest(splitOf);
      let pairs = 0;
      for (const [a, b] of pairsAcross(buckets.values(), splitOf)) {
        if (++pairs > MOST_PAIRS) break;
        if (pairs % PAIRS_A_TURN === 0) await turn();
        const [one, other] = [codes[a], codes[b]];
        if (equal[a] === equal[b] || !one || !other) continue;
        const likeness = kind.alike(one, other);
        if (likeness >= kind.least) best.take(a, b, likeness);
      }
      const twin = (item: number): Twin => ({ item, split: SPLITS[splitOf[item]! - 1] ?? null, label: labelOf(item) });
      const found = best.all().sort((one, other) => other.likeness - one.likeness || one.item - other.item);
      return {
        compared: codes.length,
        whole: items === codes.length && pairs <= MOST_PAIRS,
        across: countsOf(found, splitOf),
        examples: found.slice(0, EXAMPLES).map(({ item, like, likeness }): NearTwins => ({ twins: [twin(like), twin(item)], likeness })),
      };
    },
  };
}

/** Pairs of one bucket and of different splits, the item of the earlier split first. Some come from several buckets. */
function* pairsAcross(buckets: Iterable<readonly number[]>, splitOf: Uint8Array): Generator<readonly [number, number]> {
  for (const bucket of buckets) {
    if (bucket.length < 2) continue;
    const parts = SPLITS.map((_, place) => bucket.filter(item => splitOf[item] === place + 1));
    for (let to = 1; to < parts.length; to++) {
      for (let from = 0; from < to; from++) {
        for (const b of parts[to]!) for (const a of parts[from]!) yield [a, b];
      }
    }
  }
}

interface Found {
  readonly item: number;
  /** Of an earlier split. */
  readonly like: number;
  readonly likeness: number;
}

/** Of each item the one most like it, for each earlier split. */
function createBest(splitOf: Uint8Array): { take(a: number, b: number, likeness: number): void; all(): Found[] } {
  const best = new Map<number, Found>();
  return {
    take(like, item, likeness) {
      const key = item * 4 + splitOf[like]!;
      const before = best.get(key);
      const isBetter = before === undefined || likeness > before.likeness || (likeness === before.likeness && like < before.like);
      if (isBetter) best.set(key, { item, like, likeness });
    },
    all: () => [...best.values()],
  };
}

function countsOf(found: readonly Found[], splitOf: Uint8Array): NearReport['across'] {
  return SPLITS.flatMap((to, at) =>
    SPLITS.slice(0, at).map((from, before) => {
      const items = found.filter(({ item, like }) => splitOf[item] === at + 1 && splitOf[like] === before + 1).length;
      return { from, to, items };
    }),
  ).filter(({ items }) => items > 0);
}
