import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { kernelValuesOf, multiplyAddsOf, type Candidate } from './candidates.ts';

/**
 * `energy`: least share of every kernel's squared singular values that stays; `parameters`, `multiplyAdds`: greatest share
 * of the whole model's that stays.
 */
export interface FactorisationTarget {
  readonly measure: 'energy' | 'parameters' | 'multiplyAdds';
  readonly share: number;
}

export interface Spectrum {
  readonly candidate: Candidate;
  /** Share of the energy that the first r + 1 singular values hold, at r; the last is 1. */
  readonly energy: Float64Array;
}

/** A layer's rank; null: it stays whole, because no rank that keeps enough makes it smaller. */
export interface ChosenRank {
  readonly spectrum: Spectrum;
  readonly rank: number | null;
  /** The rank that would keep enough. */
  readonly needed: number;
}

/** Costs of the whole model as it is. */
export interface ModelTotals {
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** Falling singular values → shares of energy (of the squared Frobenius norm). */
export function spectrumOf(candidate: Candidate, values: Float64Array): Spectrum {
  const total = values.reduce((sum, value) => sum + value * value, 0);
  let sum = 0;
  const energy = values.map(value => {
    sum += value * value;
    return total === 0 ? 1 : Math.min(1, sum / total);
  });
  if (energy.length > 0) energy[energy.length - 1] = 1;
  return { candidate, energy };
}

/**
 * Ranks for the target. A budget is met by the same energy in every layer, the greatest that it allows. Throws
 * `invalid-input` for a budget that no rank meets, with the least one; `nothing-changed` when every layer would stay whole.
 */
export function chooseRanks(spectra: readonly Spectrum[], target: FactorisationTarget, totals: ModelTotals): readonly ChosenRank[] {
  const chosen = target.measure === 'energy' ? ranksFor(spectra, target.share) : ranksWithin(spectra, target, totals[target.measure]);
  if (chosen.some(({ rank }) => rank !== null)) return chosen;
  throw new AppFailure({
    code: 'nothing-changed',
    message: `A target at which two smaller layers save something is required, but at ${target.measure} ${target.share} none does: ${chosen.map(one => `${one.spectrum.candidate.node}: ${reasonOf(one)}`).join('; ')}`,
    path: target.measure,
    hint: target.measure === 'energy' ? 'Keep less energy.' : 'Allow a smaller share.',
  });
}

/** Why a layer stays whole. */
export function reasonOf({ spectrum: { candidate, energy }, needed }: ChosenRank): string {
  return `rank ${needed} of ${energy.length} needs ${kernelValuesOf(candidate, needed)} values, the kernel has ${kernelValuesOf(candidate, null)}`;
}

function ranksFor(spectra: readonly Spectrum[], share: number): readonly ChosenRank[] {
  return spectra.map(spectrum => {
    const { candidate, energy } = spectrum;
    const needed = firstAtLeast(energy, share) + 1;
    return { spectrum, needed, rank: kernelValuesOf(candidate, needed) < kernelValuesOf(candidate, null) ? needed : null };
  });
}

function ranksWithin(spectra: readonly Spectrum[], target: FactorisationTarget, total: number): readonly ChosenRank[] {
  const { measure, share } = target;
  const cost = measure === 'parameters' ? kernelValuesOf : multiplyAddsOf;
  const others = total - spectra.reduce((sum, { candidate }) => sum + cost(candidate, null), 0);
  const costAt = (energy: number): number =>
    ranksFor(spectra, energy).reduce((sum, { spectrum, rank }) => sum + cost(spectrum.candidate, rank), others);
  const budget = share * total * (1 + 1e-12);
  // Costs rise with the energy, and change only at these.
  const levels = [...new Set(spectra.flatMap(({ energy }) => [...energy]))].sort((a, b) => a - b);
  const above = firstWhere(levels.length, i => costAt(levels[i]!) > budget);
  if (above > 0) return ranksFor(spectra, levels[above - 1]!);
  const least = costAt(0);
  throw invalidInput(
    `A share within reach is required: from ${Math.ceil((1000 * least) / total) / 1000} (${least} of ${total}), got ${share}`,
    { path: measure, hint: 'Rank 1 in every layer is the least there is.' },
  );
}

/** First index whose value is at least this; the last one where none is. */
function firstAtLeast(rising: Float64Array, value: number): number {
  return Math.min(
    rising.length - 1,
    firstWhere(rising.length, i => rising[i]! >= value),
  );
}

/** First index from which on it holds; `count` where it never does. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
