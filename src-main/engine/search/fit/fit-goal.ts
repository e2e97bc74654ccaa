import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { fitLane } from '../../../../src-shared/domain/recipe/steps/fit.step.ts';
import type { StudyObjective } from '../../../../src-shared/domain/study-report.ts';
import type { TrialCosts } from '../../../../src-shared/domain/study.ts';

export type FitValues = ParamValues<typeof fitLane.fields>;

export type FitLimits = FitValues['limits'];

type CostName = keyof TrialCosts;

/** A figure on the validation part that must be reached. */
export interface Requirement {
  readonly metric: 'validation.accuracy' | 'validation.loss';
  readonly bound: number;
  /** 1 where at least the bound is required, -1 where at most. */
  readonly direction: 1 | -1;
}

/** What a study of plans looks for. */
export interface FitGoal {
  readonly objectives: readonly StudyObjective[];
  readonly required: Requirement | null;
  readonly limits: FitLimits;
  /** What is to be small. */
  readonly cost: CostName;
}

/** Up to 1: the cost as a share of its limit, or of the model's bytes, with the required quality; above 1: how far it is from the quality. */
export const FIT_SCORE = 'fitScore';

const COSTS = ['bytes', 'latencyMs', 'multiplyAdds', 'parameters'] as const satisfies readonly CostName[];
const WORDS: Readonly<Record<CostName, string>> = {
  parameters: 'parameters',
  multiplyAdds: 'multiply-adds',
  bytes: 'bytes',
  latencyMs: 'ms',
};

/** Whether a study tries plans to make a model fit, by its fields. */
export function isFit(spec: object): spec is FitValues {
  return 'limits' in spec;
}

/**
 * Within limits the best quality is looked for, and beside it a small cost: the first that is limited, or the bytes. Where a
 * quality is required, what has it goes before what has it not; then the smaller before the larger, or the nearer to it before
 * the farther (Deb 2000, doi:10.1016/S0045-7825(99)00389-8).
 */
export function fitGoal({ limits, quality }: Pick<FitValues, 'limits' | 'quality'>, task: string): FitGoal {
  const cost = COSTS.find(name => limits[name] !== undefined) ?? 'bytes';
  const required = requirementOf(quality);
  const small: StudyObjective = { metric: cost, direction: -1 };
  if (required !== null) {
    const { metric, direction } = required;
    return { objectives: [{ metric: FIT_SCORE, direction: -1 }, { metric, direction }, small], required, limits, cost };
  }
  const good: StudyObjective = ['values', 'labels'].includes(task)
    ? { metric: 'validation.loss', direction: -1 }
    : { metric: 'validation.accuracy', direction: 1 };
  return { objectives: [good, small], required, limits, cost };
}

function requirementOf(quality: FitValues['quality']): Requirement | null {
  const { accuracy, loss } = (quality ?? {}) as { readonly accuracy?: number; readonly loss?: number };
  if (accuracy !== undefined) return { metric: 'validation.accuracy', bound: accuracy, direction: 1 };
  return loss === undefined ? null : { metric: 'validation.loss', bound: loss, direction: -1 };
}

/** Whether a figure is as good as is required; NaN is not. */
export function meets({ bound, direction }: Requirement, value: number): boolean {
  return direction * (value - bound) >= 0;
}

/** `FIT_SCORE` of a quality and a cost; `whole`: the limit of the cost, or what the model that is to be made smaller has. */
export function fitScore(required: Requirement, value: number, { cost, whole }: { readonly cost: number; readonly whole: number }): number {
  if (!meets(required, value)) return 1 + Number.EPSILON + Math.abs(value - required.bound) / required.bound;
  return Math.min(1, cost / whole);
}

/** The first limit that is passed, in words; null within all. `about`: costs that are foretold, and the words for it. */
export function overLimit(
  costs: Partial<TrialCosts>,
  limits: FitLimits,
  about: { readonly slack: number; readonly words: string },
): string | null {
  for (const name of COSTS) {
    const [most, cost] = [limits[name], costs[name]];
    if (most === undefined || cost === undefined || cost <= most * about.slack) continue;
    const shown = name === 'latencyMs' ? cost.toFixed(3) : Math.round(cost);
    return `At most ${most} ${WORDS[name]} are allowed, ${about.words} ${shown}`;
  }
  return null;
}
