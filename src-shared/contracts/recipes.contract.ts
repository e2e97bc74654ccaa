import { z } from 'zod';
import { defineContract } from './define-contract.ts';

export const recipesContract = defineContract({
  name: 'recipes',
  calls: {
    /** Recipes that ship with the product; `tour` is the one of the Home screen. */
    builtin: { input: z.object({}), output: z.array(z.object({ id: z.string(), name: z.string(), text: z.string() })) },
    check: {
      input: z.object({ recipe: z.string().max(1_000_000) }),
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
  },
  events: {},
});
