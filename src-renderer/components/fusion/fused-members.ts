import type { JudgedMethod } from '../../../src-shared/domain/fusion-report.ts';

/** A member as the tables of a fusion show it. */
export interface ShownMember {
  readonly modelId: string | null;
  readonly label: string;
  /** A CSS colour or `var(--…)`. */
  readonly colour: string;
  /** p50 of one item; null when not measured, or not beside the others. */
  readonly latencyMs: number | null;
}

/** Together, where every member that has weight was measured. */
export function latencyOf(members: readonly ShownMember[], weights: readonly number[] | null): number | null {
  const used = members.filter((_, i) => weights === null || weights[i]! > 0);
  return used.reduce<number | null>((sum, { latencyMs }) => (sum === null || latencyMs === null ? null : sum + latencyMs), 0);
}

/** Shares of the say: equal where a method has no weights. */
export function sharesOf(weights: readonly number[] | null, count: number): readonly number[] {
  return weights ?? new Array<number>(count).fill(1 / count);
}

/** Whether a difference to the best member is more than luck, and which way. */
export type Verdict = 'better' | 'worse' | 'unsure';

/** Two-sided, at 5 %. */
export function verdictOf(gain: number, p: number): Verdict {
  if (!(p < 0.05) || gain === 0) return 'unsure';
  return gain > 0 ? 'better' : 'worse';
}

/** By the figure, then by size. */
export function bestFirst(methods: readonly JudgedMethod[]): readonly JudgedMethod[] {
  return [...methods].sort((a, b) => a.interval.value - b.interval.value || a.bytes - b.bytes);
}
