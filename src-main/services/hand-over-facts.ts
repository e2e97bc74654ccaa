import type { RecipeStep } from '../../src-shared/domain/recipe/recipe.ts';
import { exportStep } from '../../src-shared/domain/recipe/steps/export.step.ts';
import { canonicalJson } from '../../src-shared/lib/json.ts';
import type { OriginStep } from '../engine/formats/hand-over.ts';
import { formats } from '../engine/formats/index.ts';
import type { JobRecord } from '../stores/job-store.ts';

/**
 * Where an export comes from, for formats that tell: the recipe as it was run, and what the jobs before it computed, by their
 * keys. Told as facts: what is exported does not depend on them.
 */
export function handOverFacts(step: RecipeStep, recipe: string | null, rows: readonly JobRecord[]): Readonly<Record<string, string>> {
  if (step.do !== exportStep.id || !handsOver(step)) return {};
  const steps = rows.flatMap(({ step: name, replicate, kind, key, seed, engine, output }): OriginStep[] =>
    output === null ? [] : [{ step: name, replicate, kind, key, seed, engine }],
  );
  return { ...(recipe === null ? {} : { recipe }), steps: canonicalJson(steps) };
}

function handsOver({ values }: RecipeStep): boolean {
  const chosen = values['formats'] as readonly { readonly format: string }[];
  return chosen.some(({ format }) => formats.require(format).handsOver === true);
}
