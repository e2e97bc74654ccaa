import type { Domain, NumberDomain } from './space.ts';

/**
 * Every domain lies over [0, 1]: a continuous one with its ends at 0 and 1; a grid of K values in K cells that fill it,
 * equal ones on a linear scale. A value's coordinate is its cell's place, and every coordinate of a cell gives its value.
 */

/** The value at a coordinate in [0, 1]. */
export function valueAt(domain: Domain, unit: number): number {
  const u = Math.min(1, Math.max(0, unit));
  if (domain.kind === 'choice') return Math.min(domain.labels.length - 1, Math.floor(u * domain.labels.length));
  const [low, high] = outerEnds(domain);
  const position = low + u * (high - low);
  const value = domain.scale === 'log' ? Math.exp(position) : position;
  return nearestValue(domain, value);
}

/** The coordinate of a value; of a grid's value the middle of its cell. */
export function unitOf(domain: Domain, value: number): number {
  if (domain.kind === 'choice') return (value + 0.5) / domain.labels.length;
  if (domain.step !== undefined) {
    const [low, high] = cellOf(domain, value) ?? [0, 1];
    return (low + high) / 2;
  }
  const [low, high] = outerEnds(domain);
  return (scaled(domain, value) - low) / (high - low);
}

/** The stretch of [0, 1] that gives this value; null for a continuous domain. */
export function cellOf(domain: Domain, value: number): readonly [number, number] | null {
  if (domain.kind === 'choice') return [value / domain.labels.length, (value + 1) / domain.labels.length];
  if (domain.step === undefined) return null;
  const [low, high] = outerEnds(domain);
  const at = (x: number): number => Math.min(1, Math.max(0, (scaled(domain, x) - low) / (high - low)));
  return [at(value - domain.step / 2), at(value + domain.step / 2)];
}

/** The allowed value nearest to a number. */
export function nearestValue(domain: NumberDomain, value: number): number {
  const { from, to, step } = domain;
  if (step === undefined) return Math.min(to, Math.max(from, value));
  const k = Math.min(lastStep(domain), Math.max(0, Math.round((value - from) / step)));
  return gridValue(domain, k);
}

/** How many values there are: Infinity for a continuous one. */
export function countOf(domain: Domain): number {
  if (domain.kind === 'choice') return domain.labels.length;
  return domain.step === undefined ? Infinity : lastStep(domain) + 1;
}

/** All values of a finite domain, in rising order; of a continuous one `levels` values, evenly spread on its scale. */
export function valuesOf(domain: Domain, levels: number): readonly number[] {
  const count = countOf(domain);
  if (domain.kind === 'choice') return Array.from({ length: count }, (_, i) => i);
  if (count <= levels || levels < 2) return count === Infinity ? [valueAt(domain, 0.5)] : gridValues(domain, count);
  const spread = Array.from({ length: levels }, (_, i) => valueAt(domain, i / (levels - 1)));
  return [...new Set(spread)];
}

/** Whether the value is one that the domain allows. */
export function allows(domain: Domain, value: number): boolean {
  if (domain.kind === 'choice') return Number.isInteger(value) && value >= 0 && value < domain.labels.length;
  if (!(value >= domain.from && value <= domain.to)) return false;
  return domain.step === undefined || Math.abs(nearestValue(domain, value) - value) <= 1e-9 * Math.max(1, Math.abs(value));
}

function gridValues(domain: NumberDomain, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => gridValue(domain, k));
}

/** Without the digits that multiplying a decimal step leaves behind. */
function gridValue({ from, step = 1 }: NumberDomain, k: number): number {
  return Number((from + k * step).toPrecision(12));
}

function lastStep({ from, to, step = 1 }: NumberDomain): number {
  return Math.floor((to - from) / step + 1e-9);
}

/** Ends of the line under a domain, on its scale: of a grid half a step beyond the outermost values. */
function outerEnds(domain: NumberDomain): readonly [number, number] {
  const { from, to, step } = domain;
  if (step === undefined) return [scaled(domain, from), scaled(domain, to)];
  const last = gridValue(domain, lastStep(domain));
  return [scaled(domain, from - step / 2), scaled(domain, last + step / 2)];
}

/** On a log scale a grid that begins nearer to 0 than half a step has its first cell begin at half its first value. */
function scaled({ scale, from }: NumberDomain, x: number): number {
  return scale === 'log' ? Math.log(Math.max(x, from / 2)) : x;
}
