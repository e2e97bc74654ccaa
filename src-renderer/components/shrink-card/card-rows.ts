import { isVerified, keepsArithmetic, type ShrinkCard, type ShrinkFigures } from '../../../src-shared/domain/shrink-card.ts';

export type GroupId = 'size' | 'structure' | 'speed';

/** What of a card is drawn as a pair of bars. Ids are also the names of the texts. */
export type RowId =
  'file' | 'compressed' | 'stored' | 'parameters' | 'nonZeros' | 'multiplyAdds' | 'peakMemory' | 'latency' | 'latencyP95' | 'throughput';

export type Verdict = 'better' | 'worse' | 'alike';

export interface CardRow {
  readonly id: RowId;
  readonly unit: 'bytes' | 'count' | 'ms' | 'per-second';
  readonly before: number;
  readonly after: number;
  /** Of `after`. */
  readonly verdict: Verdict;
  /** Change as a share of `before`. */
  readonly change: number;
}

/** Two runs of one file differ by so much on a machine that does other things too. */
const TIMING_NOISE = 0.05;

type RowPlan = readonly [RowId, CardRow['unit'], (side: ShrinkFigures) => number];

const GROUPS: Readonly<Record<GroupId, readonly RowPlan[]>> = {
  size: [
    ['file', 'bytes', side => side.bytes],
    ['compressed', 'bytes', side => side.compressedBytes],
    ['stored', 'bytes', side => side.storedBytes],
  ],
  structure: [
    ['parameters', 'count', side => side.parameters],
    ['nonZeros', 'count', side => side.nonZeros],
    ['multiplyAdds', 'count', side => side.multiplyAdds],
    ['peakMemory', 'bytes', side => side.peakMemoryBytes],
  ],
  speed: [
    ['latency', 'ms', side => side.latency.p50Ms],
    ['latencyP95', 'ms', side => side.latency.p95Ms],
    ['throughput', 'per-second', side => side.latency.throughput],
  ],
};

export interface CardGroup {
  readonly id: GroupId;
  readonly rows: readonly CardRow[];
}

export function groupsOf(card: ShrinkCard): readonly CardGroup[] {
  const ids = Object.keys(GROUPS) as GroupId[];
  return ids.map(id => ({ id, rows: GROUPS[id].map(plan => rowOf(card, plan)) }));
}

function rowOf(card: ShrinkCard, [id, unit, valueOf]: RowPlan): CardRow {
  const [before, after] = [valueOf(card.before), valueOf(card.after)];
  const change = before === 0 ? 0 : (after - before) / before;
  return { id, unit, before, after, change, verdict: verdictOf(card, unit, change) };
}

/** Times of two files that do the same arithmetic differ by chance alone, whatever the difference. */
function verdictOf(card: ShrinkCard, unit: CardRow['unit'], change: number): Verdict {
  const isTimed = unit === 'ms' || unit === 'per-second';
  if (isTimed && keepsArithmetic(card)) return 'alike';
  if (Math.abs(change) <= (isTimed ? TIMING_NOISE : 0)) return 'alike';
  return change < 0 === (unit !== 'per-second') ? 'better' : 'worse';
}

/** Lengths of both bars in [0, 1], the longer one whole. */
export function barsOf({ before, after }: Pick<CardRow, 'before' | 'after'>): { readonly before: number; readonly after: number } {
  const longest = Math.max(before, after);
  return longest <= 0 ? { before: 0, after: 0 } : { before: before / longest, after: after / longest };
}

/** The larger difference of the two files, and whether it is allowed. */
export function verificationOf(card: ShrinkCard): { readonly holds: boolean; readonly difference: number; readonly tolerance: number } {
  const checks = [card.before.verification, card.after.verification];
  const worst = checks.reduce((a, b) => (b.maxDifference / b.tolerance > a.maxDifference / a.tolerance ? b : a));
  return { holds: isVerified(card), difference: worst.maxDifference, tolerance: worst.tolerance };
}

/** A quality is worse or better only where the intervals don't meet. Less is better. */
export function qualityVerdict(
  before: { readonly low: number; readonly high: number },
  after: { readonly low: number; readonly high: number },
): Verdict {
  if (after.high < before.low) return 'better';
  return after.low > before.high ? 'worse' : 'alike';
}
