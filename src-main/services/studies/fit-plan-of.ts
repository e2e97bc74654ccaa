import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { parseFields } from '../../../src-shared/domain/params/parse-params.ts';
import { planMethods } from '../../../src-shared/domain/fit/methods/index.ts';
import { planSteps } from '../../../src-shared/domain/fit/plan-steps.ts';
import type { Plan, PlanPurpose, PlanStep } from '../../../src-shared/domain/fit/plan.ts';
import { visitsOf } from '../../../src-shared/domain/params/walk-params.ts';
import { fitLane } from '../../../src-shared/domain/recipe/steps/fit.step.ts';
import { stepKinds } from '../../../src-shared/domain/recipe/steps/index.ts';
import { parseSpace } from '../../../src-shared/domain/search/parse-space.ts';
import type { TrialCosts } from '../../../src-shared/domain/study.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/lib/result.ts';
import { foreseeCosts, foreseenRefusal } from '../../engine/search/fit/foresee-costs.ts';
import { fitGoal, type FitValues } from '../../engine/search/fit/fit-goal.ts';
import { samplers } from '../../engine/search/samplers/index.ts';
import { MODEL, type LaneStep } from '../../engine/search/study/lane-messages.ts';
import type { StudyPlan } from '../../engine/search/study/study-plan.ts';
import { noGainRule } from '../../engine/search/study/no-gain.ts';
import type { JobInput } from '../../jobs/job.ts';
import type { ServiceContext } from '../context.ts';
import { wordsOf } from './problem-words.ts';

type Catalog = ServiceContext['catalog'];

/** A study of plans that make a model fit. Throws `invalid-input` where nothing is asked of it, or its space contradicts itself. */
export function fitPlanOf({ catalog }: { readonly catalog: Catalog }, input: JobInput, seed: number): StudyPlan {
  const values = input.values as FitValues;
  const [model] = input.inputs['model'] ?? [];
  if (model?.output.kind !== 'model') throw new Error(`Step '${input.name}' has no model`);
  const { summary, file } = model.output;
  const goal = fitGoal(values, summary.task);
  if (goal.required === null && Object.values(goal.limits).every(limit => limit === undefined)) {
    throw invalidInput('A limit or a quality is required, got neither', { path: 'limits', hint: "Write 'limits: { bytes: 40000 }'." });
  }
  const parsed = parseSpace(values.space, fitLane.fields.space.fields, { catalog, parseFields });
  if (!parsed.ok) throw invalidInput(wordsOf(parsed.error), { path: 'space' });
  const { id, params } = splitAlgorithm(values.sampler);
  const unfit = samplers.require(id).unfit(parsed.value, goal.objectives.length, params);
  if (unfit !== null) throw invalidInput(unfit, { path: 'sampler' });
  const whole = { parameters: summary.size.parameters, multiplyAdds: summary.size.multiplyAdds, bytes: file.bytes };
  return {
    ...{ space: parsed.value, objectives: goal.objectives, sampler: values.sampler, scheduler: values.scheduler, seed },
    // The other limits are held against what is foretold, with slack, and against what is measured.
    budget: {
      ...values.budget,
      ...{ parameters: undefined, multiplyAdds: undefined, bytes: undefined },
      latencyMs: values.limits.latencyMs,
    },
    ...{
      patience: values.patience ?? null,
      noGain: noGainRule(values, parsed.value),
      confirm: values.confirm,
      control: false,
      structure: null,
      folds: null,
    },
    fit: { required: goal.required, foresee: drawn => foreseen(drawn, { whole, limits: goal.limits, task: summary.task, catalog }) },
    resolve: (drawn, epochs) => resolvedSteps(drawn, epochs, catalog),
    graphOf: () => notTrained(),
    bytesOf: () => notTrained(),
  };
}

interface Foresight {
  readonly whole: TrialCosts;
  readonly limits: FitValues['limits'];
  readonly task: string;
  readonly catalog: Catalog;
}

function foreseen(drawn: Readonly<Record<string, unknown>>, { whole, limits, task, catalog }: Foresight) {
  const plan = planOf(drawn, catalog);
  if (!plan.ok) return { costs: whole, reason: plan.error };
  const costs = foreseeCosts(plan.value, whole);
  const purpose: PlanPurpose = { task, limited: Object.entries(limits).flatMap(([name, limit]) => (limit === undefined ? [] : [name])) };
  return { costs, reason: planMethods.require(plan.value.method).unfit?.(purpose) ?? foreseenRefusal(costs, limits) };
}

function planOf(drawn: Readonly<Record<string, unknown>>, catalog: Catalog): Result<Plan, string> {
  const parsed = parseFields(fitLane.fields.space.fields, drawn, catalog);
  return parsed.ok ? ok(parsed.value as unknown as Plan) : err(wordsOf(parsed.error));
}

/** `steps`: what a process runs, one after the other. */
function resolvedSteps(drawn: Readonly<Record<string, unknown>>, epochs: number, catalog: Catalog) {
  const plan = planOf(drawn, catalog);
  if (!plan.ok) return plan;
  const steps = planSteps(plan.value, { model: MODEL, epochs });
  if (!steps.ok) return steps;
  const resolved = Object.entries(steps.value).map(([name, step]) => resolvedStep(name, step, catalog));
  const wrong = resolved.find(step => !step.ok);
  return wrong !== undefined && !wrong.ok ? wrong : ok({ steps: resolved.flatMap(step => (step.ok ? [step.value] : [])) });
}

function resolvedStep(name: string, { do: kind, ...fields }: PlanStep, catalog: Catalog): Result<LaneStep, string> {
  const specs = stepKinds.require(kind).fields;
  const parsed = parseFields(specs, fields, catalog);
  if (!parsed.ok) return err(wordsOf(parsed.error));
  const references = visitsOf(specs, parsed.value, catalog).filter(({ spec }) => spec.kind === 'reference');
  const takes = Object.fromEntries(references.map(({ path, value }) => [path.join('.'), String(value)]));
  return ok({ name, do: kind, values: parsed.value, takes });
}

function notTrained(): never {
  throw new Error('A plan has no network before it was carried out');
}
