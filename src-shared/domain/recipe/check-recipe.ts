import { closest } from '../../lib/closest.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Catalog } from '../params/param-spec.ts';
import { isObject, shown, unknownKey, within, type ParamProblem } from '../params/problems.ts';
import { checkStep, type CheckedStep } from './check-step.ts';
import { orderSteps } from './order-steps.ts';
import type { Recipe } from './recipe.ts';
import { stepKinds } from './steps/index.ts';

const TOP_KEYS = ['espalier', 'name', 'seed', 'steps'];

/** Checks a parsed document as a whole; *every* problem is reported, with its path. Defaults are filled in. */
export function checkRecipe(raw: unknown, catalog: Catalog): Result<Recipe, readonly ParamProblem[]> {
  if (!isObject(raw)) return err([{ path: [], message: `a recipe is a block of named values, got ${shown(raw)}` }]);
  const problems: ParamProblem[] = Object.keys(raw)
    .filter(key => !TOP_KEYS.includes(key))
    .map(key => unknownKey(key, TOP_KEYS));
  problems.push(...headProblems(raw));
  const steps = checkSteps(raw['steps'], catalog);
  problems.push(...within('steps', steps.problems));
  const ordered = orderSteps(steps.checked);
  if (!ordered.ok) problems.push(...within('steps', ordered.error));
  if (!ordered.ok || problems.length > 0) return err(problems);
  return ok({ espalier: 1, name: raw['name'] as string, seed: (raw['seed'] as number | undefined) ?? 1, steps: ordered.value });
}

function headProblems(raw: Readonly<Record<string, unknown>>): ParamProblem[] {
  const { espalier, name, seed } = raw;
  const problems: ParamProblem[] = [];
  if (espalier !== 1)
    problems.push({
      path: ['espalier'],
      message: `recipe format 1 is required, got ${shown(espalier)}`,
      hint: "Begin with 'espalier: 1'.",
    });
  if (typeof name !== 'string' || name.trim() === '' || name.length > 200) {
    problems.push({ path: ['name'], message: `a name of 1 to 200 characters is required, got ${shown(name)}` });
  }
  if (seed !== undefined && !(Number.isSafeInteger(seed) && (seed as number) >= 0)) {
    problems.push({ path: ['seed'], message: `a whole number from 0 is required, got ${shown(seed)}` });
  }
  return problems;
}

function checkSteps(raw: unknown, catalog: Catalog): { checked: readonly CheckedStep[]; problems: readonly ParamProblem[] } {
  if (!isObject(raw) || Object.keys(raw).length === 0) {
    return { checked: [], problems: [{ path: [], message: `at least one step is required, got ${shown(raw)}` }] };
  }
  const checked: CheckedStep[] = [];
  const problems: ParamProblem[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const step = checkStep(name, value, catalog);
    if (step.ok) checked.push(step.value);
    else problems.push(...within(name, step.error));
  }
  // References to broken steps are not reported again: the names of all steps count as known.
  problems.push(...referenceProblems(checked, Object.keys(raw), raw));
  return { checked, problems };
}

function referenceProblems(
  steps: readonly CheckedStep[],
  names: readonly string[],
  raw: Readonly<Record<string, unknown>>,
): ParamProblem[] {
  return steps.flatMap(step =>
    step.references.flatMap(reference => {
      if (reference.target.kind === 'stored') return [];
      const { step: target } = reference.target;
      const path = [step.name, ...reference.path];
      if (!names.includes(target)) return [{ path, message: `no step is called '${target}'`, hint: hintFor(target, names, reference.to) }];
      const other = raw[target];
      const kind = isObject(other) && typeof other['do'] === 'string' ? stepKinds.get(other['do']) : undefined;
      if (kind === undefined || kind.produces === reference.to) return [];
      return [{ path, message: `a step that yields a ${reference.to} is required, '${target}' (${kind.id}) yields ${kind.produces}` }];
    }),
  );
}

function hintFor(target: string, names: readonly string[], to: string): string {
  const near = closest(target, names);
  if (near !== null) return `Did you mean '${near}'?`;
  return `Steps here: ${names.join(', ')}. For something the workspace already holds write '${to}:${target}'.`;
}
