import { minimise, type DescentLimits, type Objective } from './limited-memory.ts';

export interface NonNegativeProblem {
  readonly objective: Objective;
  /** The first so many numbers must not be negative; the others are free. */
  readonly bounded: number;
  /** Within the bounds. */
  readonly start: Float64Array;
  readonly limits: DescentLimits;
}

/**
 * The minimum of a convex function over numbers of which some must not be negative, by an active set: minimise over those that
 * are let go, stop at the first that would turn negative, let go what pulls inwards most. Source: Lawson & Hanson 1974, ch. 23,
 * with a descent in place of their linear solution.
 */
export function minimiseNonNegative({ objective, bounded, start, limits }: NonNegativeProblem): Float64Array {
  const held = new Uint8Array(start.length);
  let at = start;
  // Each round lets one number go or holds one; a cycle would be rounding's.
  for (let round = 0; round < 10 * (bounded + 1); round++) {
    const wanted = minimise(withHeld(objective, held), at, limits);
    const share = shareOfWay(at, wanted, { held, bounded });
    at = at.map((value, k) => (held[k] === 1 ? 0 : value + share * (wanted[k]! - value)));
    if (share < 1) {
      holdAtZero(at, wanted, { held, bounded });
      continue;
    }
    const inwards = mostInwards(objective, at, { held, bounded, tolerance: limits.tolerance * 10 });
    if (inwards === null) break;
    held[inwards] = 0;
  }
  return at.map((value, k) => (k < bounded && value <= 1e-12 ? 0 : value));
}

interface Bounds {
  readonly held: Uint8Array;
  readonly bounded: number;
}

/** Holds what has come to zero on its way below. */
function holdAtZero(at: Float64Array, wanted: Float64Array, { held, bounded }: Bounds): void {
  for (let k = 0; k < bounded; k++) {
    if (held[k] === 1 || at[k]! > 1e-12 || wanted[k]! >= 0) continue;
    at[k] = 0;
    held[k] = 1;
  }
}

function withHeld(objective: Objective, held: Uint8Array): Objective {
  return (at, gradient) => {
    const value = objective(at, gradient);
    for (let k = 0; k < gradient.length; k++) if (held[k] === 1) gradient[k] = 0;
    return value;
  };
}

/** How far one can go before the first number turns negative. */
function shareOfWay(from: Float64Array, to: Float64Array, { held, bounded }: Bounds): number {
  let share = 1;
  for (let k = 0; k < bounded; k++) {
    if (held[k] === 0 && to[k]! < 0) share = Math.min(share, from[k]! / (from[k]! - to[k]!));
  }
  return Math.max(0, share);
}

function mostInwards(
  objective: Objective,
  at: Float64Array,
  { held, bounded, tolerance }: Bounds & { readonly tolerance: number },
): number | null {
  const gradient = new Float64Array(at.length);
  objective(at, gradient);
  let [found, steepest]: [number | null, number] = [null, -tolerance];
  for (let k = 0; k < bounded; k++) {
    if (held[k] === 1 && gradient[k]! < steepest) [found, steepest] = [k, gradient[k]!];
  }
  return found;
}
