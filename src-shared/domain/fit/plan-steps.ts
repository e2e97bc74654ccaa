import { err, ok, type Result } from '../../lib/result.ts';
import { planMethods } from './methods/index.ts';
import { quantised } from './methods/quantise.plan-method.ts';
import { FEWER_BITS } from './methods/step-names.ts';
import { planFields } from './plan-fields.ts';
import type { Plan, PlanCall, PlanSteps } from './plan.ts';

/** The plan that drawn fields describe; what was not drawn is as it is by default. */
export function planFrom(fields: Readonly<Record<string, unknown>>): Plan {
  const { method, precision, accuracyLoss, learningRate, batchSize } = planFields;
  const usual = {
    ...{ method: method.default, precision: precision.default, accuracyLoss: accuracyLoss.default },
    ...{ learningRate: learningRate.default, batchSize: batchSize.default },
  };
  return { ...usual, ...fields } as Plan;
}

/** The steps of a plan, the first from `model`. The error says in words what the plan lacks, or what contradicts itself in it. */
export function planSteps(plan: Plan, call: PlanCall): Result<PlanSteps, string> {
  const { method: id, keep, precision, batchSize } = plan;
  const method = planMethods.require(id);
  if (method.byShare && keep === undefined) return err(`A share of the parameters left is required for ${id}, got none`);
  const steps = method.steps({ ...plan, keep: keep ?? 1 }, call);
  if (precision === 'float32' || !method.byShare) return ok(steps);
  if (!method.takesBits) return err(`Precision float32 is required for ${id}, got ${precision}: its parts can’t be quantised together`);
  return ok({ ...steps, [FEWER_BITS]: quantised(Object.keys(steps).at(-1) ?? call.model, batchSize) });
}
