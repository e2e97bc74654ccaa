import type { BenchMember } from './bench-member.ts';

/** As many as a cascade takes. */
export const MOST_STAGES = 8;

/** From the cheapest to the dearest, as a cascade asks them. */
export function byCost(members: readonly BenchMember[]): readonly BenchMember[] {
  return [...members].sort((a, b) => costOf(a) - costOf(b));
}

export function costOf({ row }: BenchMember): number {
  return row.output.summary.size.multiplyAdds;
}

/** To begin with: the cheapest, and the one with the best validation figure of those that cost more. */
export function firstStages(members: readonly BenchMember[]): readonly string[] {
  const [cheapest, ...others] = byCost(members);
  if (cheapest === undefined) return [];
  const dearer = others.filter(member => costOf(member) > costOf(cheapest));
  const best = dearer.reduce<BenchMember | undefined>(
    (found, member) => (found === undefined || accuracyOf(member) > accuracyOf(found) ? member : found),
    undefined,
  );
  return best === undefined ? [cheapest.row.id] : [cheapest.row.id, best.row.id];
}

function accuracyOf({ row }: BenchMember): number {
  return row.output.summary.validation['accuracy'] ?? -Infinity;
}
