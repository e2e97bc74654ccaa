/** A checked recipe: every default filled in, steps in an order in which each comes after what it refers to. */
export interface Recipe {
  readonly espalier: 1;
  readonly name: string;
  readonly seed: number;
  readonly steps: readonly RecipeStep[];
}

export interface RecipeStep {
  readonly name: string;
  /** Id of a step kind. */
  readonly do: string;
  /** How many derived seeds it runs for. */
  readonly repeat: number;
  /** The step's fields, resolved. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly references: readonly StepReference[];
}

export interface StepReference {
  /** Path of the field that holds it, e.g. `['teachers', 0]`. */
  readonly path: readonly (string | number)[];
  /** `parts`: what the parts of the very step made; never written in a recipe. */
  readonly to: 'model' | 'data' | 'parts';
  /** A step of this recipe, or something the workspace already holds (`model:NAME`). */
  readonly target: { readonly kind: 'step'; readonly step: string } | { readonly kind: 'stored'; readonly name: string };
}

/** One thing wrong with a recipe. */
export interface RecipeProblem {
  /** `steps.lean.target.keep.fc1`. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
  /** From 1; missing for recipes that did not come as text. */
  readonly line?: number;
  readonly column?: number;
}
