import type { Catalog, ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import type { ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import { checkRecipe } from '../../../../src-shared/domain/recipe/check-recipe.ts';
import { shortLabel } from '../form/short-label.ts';
import type { PageId, WizardPage } from './pages.ts';
import { startsWith, type Path } from './paths.ts';
import type { WizardState } from './wizard-state.ts';

/** What the check that main will make finds, while the form is filled in. */
export function problemsOf({ recipe }: WizardState, catalog: Catalog): readonly ParamProblem[] {
  const checked = checkRecipe(recipe, catalog);
  return checked.ok ? [] : checked.error;
}

/** The page on which a problem can be mended. */
export function pageOf({ path }: ParamProblem, { main }: WizardState, pages: readonly WizardPage[]): PageId {
  const [root, step, field] = path;
  if (root !== 'steps') return 'review';
  if (step !== main) return 'what';
  const page = pages.find(({ fields, more }) => [...fields, ...more].includes(String(field)));
  return page?.id ?? 'review';
}

/** The problems at the field itself, or below it where it draws no fields of its own. */
export function problemsAt(problems: readonly ParamProblem[], path: Path, below = false): readonly ParamProblem[] {
  return problems.filter(problem => startsWith(problem.path, path) && (below || problem.path.length === path.length));
}

/** What a form calls the field of the step a problem is in or below; of what is no field of it, where it stands in the recipe. */
export function placeOf({ path }: ParamProblem, { main }: WizardState, specs: ParamSpecs): string {
  const [root, step, field] = path;
  const spec = root === 'steps' && step === main ? specs[String(field)] : undefined;
  if (spec !== undefined) return shortLabel(spec.label);
  const own = root === 'steps' ? path.slice(step === main ? 2 : 1) : path;
  return own.length === 0 ? String(path.at(-1) ?? '') : own.join('.');
}
