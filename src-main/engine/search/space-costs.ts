import type { CostSpread, SpacePreview } from '../../../src-shared/domain/space-preview.ts';
import type { TrialCosts } from '../../../src-shared/domain/study.ts';

/** A configuration of a space: what its network costs, or why there is none. */
export type DrawnCosts = { readonly costs: TrialCosts } | { readonly reason: string };

export type CostLimits = Readonly<Partial<Record<CostSpread['name'], number | undefined>>>;

const NAMES = ['parameters', 'multiplyAdds', 'bytes'] as const;
const BINS = 24;

/** Spreads of the costs, and how much of a space a budget shuts out. */
export function spreadOfCosts(drawn: readonly DrawnCosts[], limits: CostLimits): SpacePreview {
  const built = drawn.flatMap(one => ('costs' in one ? [one.costs] : []));
  const reasons = drawn.flatMap(one => ('reason' in one ? [one.reason] : []));
  const isOver = (costs: TrialCosts): boolean => NAMES.some(name => costs[name] > (limits[name] ?? Infinity));
  return {
    drawn: drawn.length,
    refused: reasons.length + built.filter(isOver).length,
    figures: built.length === 0 ? [] : NAMES.map(name => spreadOf(name, built, limits[name] ?? null)),
    unbuilt: reasons[0] === undefined ? null : { count: reasons.length, reason: reasons[0] },
  };
}

function spreadOf(name: CostSpread['name'], built: readonly TrialCosts[], limit: number | null): CostSpread {
  const values = built.map(costs => costs[name]).sort((a, b) => a - b);
  const [least, greatest] = [values[0]!, values[values.length - 1]!];
  return {
    ...{ name, least, greatest, limit },
    median: values[values.length >> 1]!,
    counts: countsOf(values, least, greatest),
    over: limit === null ? 0 : values.filter(value => value > limit).length,
  };
}

function countsOf(values: readonly number[], least: number, greatest: number): readonly number[] {
  if (least === greatest) return [values.length];
  const [low, width] = [Math.log(Math.max(1, least)), Math.log(Math.max(1, greatest)) - Math.log(Math.max(1, least))];
  const counts = Array.from({ length: BINS }, () => 0);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((BINS * (Math.log(Math.max(1, value)) - low)) / width))]! += 1;
  return counts;
}
