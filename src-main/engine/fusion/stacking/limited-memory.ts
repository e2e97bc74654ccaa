/** A smooth function of many numbers: its value, with the gradient written into `gradient`. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

export interface DescentLimits {
  /** Of the largest slope. */
  readonly tolerance: number;
  readonly steps: number;
}

const MEMORY = 10;
const ARMIJO = 1e-4;
const HALVINGS = 40;

interface Move {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

/**
 * The minimum of a convex function by L-BFGS with a backtracking line search: the same start gives the same bits. Source:
 * Liu & Nocedal 1989, "On the limited memory BFGS method for large scale optimization". Stops early where no step down is found,
 * which for a convex function is as far as its own rounding lets it.
 */
export function minimise(objective: Objective, start: Float64Array, { tolerance, steps }: DescentLimits): Float64Array {
  const moves: Move[] = [];
  let at = start;
  let gradient = new Float64Array(at.length);
  let value = objective(at, gradient);
  for (let i = 0; i < steps && largest(gradient) > tolerance; i++) {
    const direction = descent(gradient, moves);
    const found = stepDown(objective, { at, value, gradient, direction }, moves.length === 0 ? 1 / Math.max(1, norm(gradient)) : 1);
    if (found === null) return at;
    const step = subtract(found.at, at);
    const change = subtract(found.gradient, gradient);
    const curvature = dot(step, change);
    // A step along which the slope does not grow would spoil what is remembered.
    if (curvature > 1e-12 * norm(step) * norm(change)) moves.push({ step, change, rho: 1 / curvature });
    if (moves.length > MEMORY) moves.shift();
    ({ at, value, gradient } = found);
  }
  return at;
}

interface Point {
  readonly at: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

function stepDown(objective: Objective, { at, value, gradient, direction }: Point & { readonly direction: Float64Array }, first: number) {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return null;
  for (let length = first, i = 0; i < HALVINGS; i++, length /= 2) {
    const next = at.map((x, k) => x + length * direction[k]!);
    const nextGradient = new Float64Array(at.length);
    const nextValue = objective(next, nextGradient);
    if (nextValue <= value + ARMIJO * length * slope) return { at: next, value: nextValue, gradient: nextGradient };
  }
  return null;
}

/** The two loops over what is remembered. */
function descent(gradient: Float64Array, moves: readonly Move[]): Float64Array {
  const direction = gradient.slice();
  const alphas = moves.toReversed().map(({ step, change, rho }) => {
    const alpha = rho * dot(step, direction);
    addTo(direction, change, -alpha);
    return alpha;
  });
  const newest = moves.at(-1);
  const scale = newest === undefined ? 1 : dot(newest.step, newest.change) / dot(newest.change, newest.change);
  for (let k = 0; k < direction.length; k++) direction[k]! *= scale;
  moves.forEach(({ step, change, rho }, i) => {
    addTo(direction, step, alphas[moves.length - 1 - i]! - rho * dot(change, direction));
  });
  return direction.map(value => -value);
}

function addTo(sum: Float64Array, values: Float64Array, factor: number): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += factor * values[k]!;
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => value - b[k]!);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function norm(values: Float64Array): number {
  return Math.sqrt(dot(values, values));
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
