import { parseDocument } from 'yaml';
import type { RawRecipe, RawStep, WizardState } from './wizard-state.ts';

/** What a wizard can show of a recipe's head; anything else would be lost in it. */
const HEAD: ReadonlySet<string> = new Set(['espalier', 'name', 'seed', 'steps']);

/**
 * A recipe as the wizard that makes such ones: one step, with the import steps it refers to before it. Null for others, and for
 * texts with comments, which a form has no place for: they are for the editor.
 */
export function stateOfRecipe(text: string): { readonly kind: string; readonly state: WizardState } | null {
  const recipe = rawRecipeOf(text);
  const [main, ...others] = recipe === null ? [] : Object.keys(recipe.steps).toReversed();
  const step = main === undefined ? undefined : recipe?.steps[main];
  if (recipe === null || main === undefined || step === undefined) return null;
  if (!others.every(name => recipe.steps[name]?.do === 'import-data' && Object.values(step).includes(name))) return null;
  return { kind: step.do, state: { step: 'what', recipe, main, parked: {}, attempted: [], touched: true } };
}

function rawRecipeOf(text: string): RawRecipe | null {
  if (/(^|\s)#/.test(text)) return null;
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return null;
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  return isBlock(value) &&
    Object.keys(value).every(key => HEAD.has(key)) &&
    isBlock(value['steps']) &&
    Object.values(value['steps']).every(isStep)
    ? (value as unknown as RawRecipe)
    : null;
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isStep(value: unknown): value is RawStep {
  return isBlock(value) && typeof value['do'] === 'string';
}
