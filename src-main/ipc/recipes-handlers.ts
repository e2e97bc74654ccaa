import { recipesContract } from '../../src-shared/contracts/recipes.contract.ts';
import { checkRecipeText } from '../services/recipes.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveRecipes({ context, builtinRecipes }: Services, options: ServeOptions): void {
  const handlers = {
    builtin: async () => [...builtinRecipes],
    check: async ({ recipe }: { recipe: string }) => {
      const { problems, steps } = checkRecipeText(recipe, context.catalog);
      return { problems: [...problems], steps: [...steps] };
    },
  };
  serveContract(recipesContract, handlers, options);
}
