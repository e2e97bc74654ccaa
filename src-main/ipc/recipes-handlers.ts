import { recipesContract } from '../../src-shared/contracts/recipes.contract.ts';
import { forecastRecipe } from '../services/forecast/forecast.ts';
import { checkRecipeText } from '../services/recipes.ts';
import { removeRecipe, savedRecipes, saveRecipe } from '../services/saved-recipes.ts';
import type { Services } from '../services/services.ts';
import { previewSpace } from '../services/studies/space-preview.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveRecipes({ context, builtinRecipes, previews, exportPreviews }: Services, options: ServeOptions): void {
  serveContract(
    recipesContract,
    {
      builtin: async () => [...builtinRecipes],
      check: async ({ recipe }) => {
        const { problems, steps } = checkRecipeText(recipe, context.catalog);
        return { problems: [...problems], steps: [...steps] };
      },
      forecast: async ({ recipe }) => [...(await forecastRecipe(context, recipe))],
      previewPruning: ({ recipe, step }) => previews.preview(recipe, step),
      previewSpace: ({ recipe, step }) => previewSpace(context, recipe, step),
      previewExport: async ({ recipe, step }) => {
        const found = await exportPreviews.preview(recipe, step);
        return found === null ? null : [...found];
      },
      saved: async () => [...savedRecipes(context)],
      save: async recipe => ({ recipeId: saveRecipe(context, recipe) }),
      remove: async ({ recipeId }) => ({ wasThere: removeRecipe(context, recipeId) }),
    },
    options,
  );
}
