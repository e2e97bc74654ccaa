import { planMethods } from '../../../../src-shared/domain/fit/methods/index.ts';
import { INT8_SHARE } from '../../../../src-shared/domain/fit/methods/quantise.plan-method.ts';
import type { Plan } from '../../../../src-shared/domain/fit/plan.ts';
import type { TrialCosts } from '../../../../src-shared/domain/study.ts';
import { overLimit, type FitLimits } from './fit-goal.ts';

/** A forecast is no measurement: what is only a little over a limit is tried. */
const SLACK = 1.25;

/** What a plan will leave of a model, roughly, as its method says. */
export function foreseeCosts({ method, keep = 1, precision }: Pick<Plan, 'method' | 'keep' | 'precision'>, whole: TrialCosts): TrialCosts {
  const share = planMethods.require(method).leaves(keep, precision === 'int8' ? INT8_SHARE : 1);
  return {
    parameters: Math.round(share.parameters * whole.parameters),
    multiplyAdds: Math.round(share.multiplyAdds * whole.multiplyAdds),
    bytes: Math.round(share.bytes * whole.bytes),
  };
}

/** Why it isn't worth trying: far over a limit, by what is foretold. */
export function foreseenRefusal(costs: TrialCosts, limits: FitLimits): string | null {
  return overLimit(costs, limits, { slack: SLACK, words: 'this plan would leave about' });
}
