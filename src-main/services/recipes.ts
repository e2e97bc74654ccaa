import type { Catalog } from '../../src-shared/domain/params/param-spec.ts';
import { parseRecipe, problemText } from '../../src-shared/domain/recipe/parse-recipe.ts';
import type { Recipe, RecipeProblem } from '../../src-shared/domain/recipe/recipe.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';

/** A recipe that ships with the product. */
export interface BuiltinRecipe {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** Throws one `invalid-input` that names every problem, a line each. */
export function requireRecipe(text: string, catalog: Catalog): Recipe {
  const parsed = parseRecipe(text, catalog);
  if (parsed.ok) return parsed.value;
  const [first] = parsed.error;
  const message = `The recipe can't be run as it is:\n${parsed.error.map(problem => `  ${problemText(problem)}`).join('\n')}`;
  throw new AppFailure({ code: 'invalid-input', message, ...(first === undefined || first.path === '' ? {} : { path: first.path }) });
}

export interface RecipeCheck {
  readonly problems: readonly RecipeProblem[];
  readonly steps: readonly { readonly name: string; readonly kind: string; readonly repeat: number }[];
}

export function checkRecipeText(text: string, catalog: Catalog): RecipeCheck {
  const parsed = parseRecipe(text, catalog);
  if (!parsed.ok) return { problems: parsed.error, steps: [] };
  return { problems: [], steps: parsed.value.steps.map(step => ({ name: step.name, kind: step.do, repeat: step.repeat })) };
}
