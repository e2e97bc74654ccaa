import type { Recipe, RecipeStep } from '../../src-shared/domain/recipe/recipe.ts';
import { stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import { createRandom } from '../../src-shared/lib/random.ts';

/** One job to be: a step for one replicate. Its inputs are known only when the steps before it are done. */
export interface PlannedJob {
  readonly step: RecipeStep;
  /** From 0; null when the step runs once. */
  readonly replicate: number | null;
  readonly seed: number;
}

/** The jobs of a recipe, in an order in which each comes after those it waits for. `only` keeps these steps and what they need. */
export function planJobs(recipe: Recipe, only: readonly string[] = []): readonly PlannedJob[] {
  const wanted = only.length === 0 ? null : withNeeds(recipe, only);
  return recipe.steps
    .filter(step => wanted === null || wanted.has(step.name))
    .flatMap(step =>
      Array.from({ length: step.repeat }, (_, replicate) => ({
        step,
        replicate: step.repeat === 1 ? null : replicate,
        seed: replicateSeed(recipe.seed, replicate),
      })),
    );
}

/** The first replicate has the recipe's own seed, so that raising `repeat` later keeps what was computed. */
export function replicateSeed(seed: number, replicate: number): number {
  return replicate === 0 ? seed : createRandom(seed).split('replicate').split(replicate).nextUint32();
}

/** Names of the steps a step waits for. */
export function needsOf(step: RecipeStep): readonly string[] {
  return step.references.flatMap(({ target }) => (target.kind === 'step' ? [target.step] : []));
}

/** Whether a step reads a whole group of replicates at once. */
export function readsWholeGroups(step: RecipeStep): boolean {
  return stepKinds.require(step.do).overGroups === 'all';
}

function withNeeds(recipe: Recipe, only: readonly string[]): ReadonlySet<string> {
  const byName = new Map(recipe.steps.map(step => [step.name, step]));
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    const step = byName.get(name);
    if (step === undefined || wanted.has(name)) return;
    wanted.add(name);
    needsOf(step).forEach(visit);
  };
  only.forEach(visit);
  return wanted;
}
