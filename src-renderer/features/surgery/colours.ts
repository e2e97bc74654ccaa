import type { SurgeryGroup } from '../../../src-shared/contracts/surgery.contract.ts';

/** Shades of the scale. */
const STEPS = 24;
/** Share of the scores that lie beyond either end of the scale. */
const TAIL = 0.02;

/** From a score that is comparable between groups to its place on the scale, in [0, 1]. */
export function scaleOf(groups: readonly SurgeryGroup[]): (score: number) => number {
  const sorted = groups.flatMap(({ ranking }) => ranking).sort((a, b) => a - b);
  const low = sorted[Math.floor(TAIL * (sorted.length - 1))] ?? 0;
  const high = sorted[Math.ceil((1 - TAIL) * (sorted.length - 1))] ?? 1;
  return score => (high > low ? Math.min(1, Math.max(0, (score - low) / (high - low))) : 1);
}

/** One hue from pale to full: lightness tells as much as colour. `from` and `to` are `#rrggbb`. */
export function shadesOf(from: string, to: string): readonly string[] {
  const [low, high] = [channelsOf(from), channelsOf(to)];
  return Array.from({ length: STEPS }, (_, step) => {
    const mixed = low.map((value, i) => Math.round(value + ((high[i]! - value) * step) / (STEPS - 1)));
    return `rgb(${mixed.join(' ')})`;
  });
}

export function shadeOf(shades: readonly string[], place: number): string {
  return shades[Math.round(place * (shades.length - 1))] ?? 'transparent';
}

function channelsOf(hex: string): readonly number[] {
  return [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16));
}
