import type { Plan } from '../../../../src-shared/domain/fit/plan-steps.ts';
import type { TrialCosts } from '../../../../src-shared/domain/study.ts';
import { overLimit, type FitLimits } from './fit-goal.ts';

/** Bits of a weight of an int8 model, as a share of float32's. */
const INT8_SHARE = 0.25;
/** A forecast is no measurement: what is only a little over a limit is tried. */
const SLACK = 1.25;

/**
 * What a plan will leave of a model, roughly: of the parameters the share it keeps; of multiply-adds and bytes as much, where whole
 * channels or factors go. Zeros of a mask are still multiplied with, and counted, but hardly stored.
 */
export function foreseeCosts({ method, keep = 1, precision }: Plan, whole: TrialCosts): TrialCosts {
  const share = method === 'quantise' ? 1 : keep;
  const computed = method === 'prune-weights' ? 1 : share;
  const bits = method === 'quantise' || precision === 'int8' ? INT8_SHARE : 1;
  // A mask and fewer bits each have a file of their own; there is none of both.
  const sizeShare = method === 'prune-weights' ? Math.min(share, bits) : share * bits;
  return {
    parameters: Math.round(computed * whole.parameters),
    multiplyAdds: Math.round(computed * whole.multiplyAdds),
    bytes: Math.round(sizeShare * whole.bytes),
  };
}

/** Why it isn't worth trying: far over a limit, by what is foretold. */
export function foreseenRefusal(costs: TrialCosts, limits: FitLimits): string | null {
  return overLimit(costs, limits, { slack: SLACK, words: 'this plan would leave about' });
}
