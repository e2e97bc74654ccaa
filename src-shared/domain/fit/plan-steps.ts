import { err, ok, type Result } from '../../lib/result.ts';
import { planFields, type SHARE_METHODS } from './plan-fields.ts';

/** One plan, without ranges: what `planFields` describe. */
export interface Plan {
  readonly method: (typeof SHARE_METHODS)[number] | 'quantise';
  readonly keep?: number | undefined;
  readonly precision: 'float32' | 'int8';
  readonly learningRate: number;
  readonly batchSize: number;
}

/** The plan that drawn fields describe; what was not drawn is as it is by default. */
export function planFrom(fields: Readonly<Record<string, unknown>>): Plan {
  const { method, precision, learningRate, batchSize } = planFields;
  const usual = { method: method.default, precision: precision.default, learningRate: learningRate.default, batchSize: batchSize.default };
  return { ...usual, ...fields } as Plan;
}

/** A step of a recipe: its kind at `do`, and its fields as a person would write them. */
export type PlanStep = Readonly<Record<string, unknown>> & { readonly do: 'prune' | 'factorise' | 'distill' | 'quantise' };

/** Names of the steps: what is smaller, and what has fewer bits. */
const SMALLER = 'smaller';
const FEWER_BITS = 'int8';

/**
 * The steps of a plan, by name, in their order: each goes on from the one before, the first from `model`. No controls are trained
 * beside them. The error says in words what the plan lacks.
 */
export function planSteps(
  plan: Plan,
  { model, epochs }: { readonly model: string; readonly epochs: number },
): Result<Readonly<Record<string, PlanStep>>, string> {
  const { method, keep, precision, batchSize } = plan;
  if (method === 'quantise') return ok({ [FEWER_BITS]: quantised(model, batchSize) });
  if (keep === undefined) return err(`A share of the parameters left is required for ${method}, got none`);
  const smaller = { [SMALLER]: smallerStep({ ...plan, method, keep }, model, epochs) };
  return ok(precision === 'int8' ? { ...smaller, [FEWER_BITS]: quantised(SMALLER, batchSize) } : smaller);
}

function quantised(model: string, batchSize: number): PlanStep {
  return { do: 'quantise', model, precision: 'int8', sensitivity: false, batchSize, controls: { dense: false } };
}

type SharePlan = Plan & { readonly method: (typeof SHARE_METHODS)[number]; readonly keep: number };

function smallerStep({ method, keep, learningRate, batchSize }: SharePlan, model: string, epochs: number): PlanStep {
  const optimizer = { kind: 'adam', learningRate };
  const fineTune = { epochs, learningRate };
  if (method === 'factorise') {
    return { do: 'factorise', model, parameters: rounded(keep), optimizer, fineTune, batchSize, controls: { dense: false } };
  }
  if (method === 'distill') {
    const student = { budget: { parameters: rounded(keep) } };
    return { do: 'distill', teachers: [model], student, optimizer, epochs, batchSize, control: false };
  }
  const controls = { random: false, scratch: false, dense: false };
  const pruning = { do: 'prune', model, optimizer, batchSize, controls } as const;
  if (method === 'prune-channels') {
    return { ...pruning, granularity: 'channels', target: { parameters: rounded(keep) }, schedule: { kind: 'one-shot' }, fineTune };
  }
  // Half of the epochs to remove weights little by little, as far as there is a half.
  const ramp = Math.floor(epochs / 2);
  return {
    ...pruning,
    ...{ granularity: 'weights', scope: 'global', target: { sparsity: Math.min(0.999, rounded(1 - keep)) } },
    schedule: ramp === 0 ? { kind: 'one-shot' } : { kind: 'cubic', epochs: ramp },
    fineTune: { ...fineTune, epochs: epochs - ramp },
  };
}

function rounded(share: number): number {
  return Number(share.toPrecision(4));
}
