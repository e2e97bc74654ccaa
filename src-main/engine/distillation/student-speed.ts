import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import {
  isFastEnough,
  isSurelyFastEnough,
  type SpeedComparison,
  type SpeedGoal,
  type SpeedVerdict,
} from '../../../src-shared/domain/speed.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { scaledGraph } from './scale-graph.ts';

/** Halvings of the interval of widths: to within a hundredth of the teacher's. */
const HALVINGS = 7;
/** Of its width, what a student loses that was fast enough only by luck. */
const STEP_BACK = 0.95;

/** A width that was found by measuring. */
export interface MeasuredStudent {
  /** Times the teacher's channels. */
  readonly width: number;
  readonly speed: SpeedVerdict;
}

export interface SpeedProbe {
  /** Of the teacher and a smaller version of it. */
  compare(smaller: ModelGraph, effort: 'brief' | 'thorough'): Promise<SpeedComparison>;
  turn(): Promise<void>;
}

/**
 * The widest version of the teacher that answers one item fast enough, by measuring: bisection over the width, and at the end
 * once more at length, with narrower ones tried where it was luck. Throws `invalid-input` when even the narrowest takes longer,
 * with what that one takes.
 */
export async function fastEnoughStudent(teacher: ModelGraph, asked: SpeedGoal, probe: SpeedProbe): Promise<MeasuredStudent> {
  const at = (width: number): ModelGraph => scaledGraph(teacher, { width, depth: 1 });
  const narrowest = await probe.compare(at(0), 'thorough');
  requireReach(narrowest, asked);
  if (asked.bound >= (asked.name === 'latency' ? 1 : narrowest.wholeMs))
    return measuredAt(1, asked, await probe.compare(teacher, 'thorough'));
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    await probe.turn();
    const middle = (low + high) / 2;
    if (isSurelyFastEnough(await probe.compare(at(middle), 'brief'), asked)) low = middle;
    else high = middle;
  }
  for (let width = low; width > 2 ** -HALVINGS / 2; width *= STEP_BACK) {
    const measured = await probe.compare(at(width), 'thorough');
    if (isSurelyFastEnough(measured, asked)) return measuredAt(width, asked, measured);
    await probe.turn();
  }
  return measuredAt(0, asked, narrowest);
}

function measuredAt(width: number, asked: SpeedGoal, measured: SpeedComparison): MeasuredStudent {
  return { width, speed: { ...measured, asked, isReached: isFastEnough(measured, asked) } };
}

function requireReach(narrowest: SpeedComparison, asked: SpeedGoal): void {
  if (isFastEnough(narrowest, asked)) return;
  const { ms, ratio, wholeMs } = narrowest;
  throw invalidInput(
    `A time of at least ${ms.toFixed(4)} ms for one item (${ratio.median.toFixed(2)} of the teacher's ${wholeMs.toFixed(4)} ms), measured here, is required by the narrowest version of the teacher, got ${asked.bound}`,
    { path: `student.budget.${asked.name}`, hint: 'Ask for more time, or choose another structure for the student.' },
  );
}
