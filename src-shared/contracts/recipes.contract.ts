import { z } from 'zod';
import type { StepForecast } from '../domain/forecast.ts';
import type { ExportPreview } from '../domain/export-preview.ts';
import type { PruningPreview } from '../domain/pruning-preview.ts';
import type { SpacePreview } from '../domain/space-preview.ts';
import { defineContract } from './define-contract.ts';
import { id, made } from './views.ts';

const recipe = z.string().max(1_000_000);

export const recipesContract = defineContract({
  name: 'recipes',
  calls: {
    /** Recipes that ship with the product; `tour` is the one of the Home screen. */
    builtin: { input: z.object({}), output: z.array(z.object({ id: z.string(), name: z.string(), text: z.string() })) },
    check: {
      input: z.object({ recipe }),
      output: z.object({
        problems: z.array(
          z.object({
            path: z.string(),
            message: z.string(),
            hint: z.string().optional(),
            line: z.number().optional(),
            column: z.number().optional(),
          }),
        ),
        steps: z.array(z.object({ name: z.string(), kind: z.string(), repeat: z.number() })),
      }),
    },
    /** What each step will need, and what can't be known yet. Refuses a recipe that `check` finds fault with. */
    forecast: { input: z.object({ recipe }), output: z.array(made<StepForecast>()) },
    /** What this step of the recipe would leave of its model; null while that is not known. Refuses as `forecast` does. */
    previewPruning: { input: z.object({ recipe, step: z.string().max(200) }), output: made<PruningPreview>().nullable() },
    /** What networks of this step's space would cost; null while the data is not known, or where a model is varied. Refuses as `forecast` does. */
    previewSpace: { input: z.object({ recipe, step: z.string().max(200) }), output: made<SpacePreview>().nullable() },
    /** What each format of this step would write; null while the model is not there. Refuses as `forecast` does. */
    previewExport: { input: z.object({ recipe, step: z.string().max(200) }), output: z.array(made<ExportPreview>()).nullable() },
    /** Recipes kept in the workspace, last changed first. */
    saved: {
      input: z.object({}),
      output: z.array(z.object({ id, name: z.string(), text: z.string(), createdMs: z.number(), updatedMs: z.number() })),
    },
    /** Refuses a name that is taken by another text, unless that one is to be replaced. */
    save: {
      input: z.object({ name: z.string().trim().min(1).max(200), text: recipe, replace: z.boolean().default(false) }),
      output: z.object({ recipeId: id }),
    },
    remove: { input: z.object({ recipeId: id }), output: z.object({ wasThere: z.boolean() }) },
  },
  events: {},
});
