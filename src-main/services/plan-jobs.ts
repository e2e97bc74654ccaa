import type { Recipe, RecipeStep, StepReference } from '../../src-shared/domain/recipe/recipe.ts';
import { partNames } from '../../src-shared/domain/recipe/part-names.ts';
import type { StepParts } from '../../src-shared/domain/recipe/step-kind.ts';
import { jobKinds, stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import { createRandom } from '../../src-shared/lib/random.ts';

/** One job to be: a step for one replicate. Its inputs are known only when the steps before it are done. */
export interface PlannedJob {
  readonly step: RecipeStep;
  /** From 0; null when the step runs once. */
  readonly replicate: number | null;
  readonly seed: number;
  /** Of a step that comes apart: which part, from 0, and of how many; `number` null for the part that works on the whole. */
  readonly part?: { readonly number: number | null; readonly of: number };
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
    )
    .flatMap(withParts);
}

/** Before the job of a step that comes apart, the jobs of its parts. */
function withParts(planned: PlannedJob): readonly PlannedJob[] {
  const { parts } = stepKinds.require(planned.step.do);
  if (parts === undefined) return [planned];
  const { step } = planned;
  const of = parts.count(step.values);
  const names = partNames(step.name, parts.noun);
  const jobs = Array.from({ length: of }, (_, number): PlannedJob => {
    const replicate = (planned.replicate ?? 0) * of + number;
    return { ...partOf(planned, parts, names.part), replicate: of * step.repeat === 1 ? null : replicate, part: { number, of } };
  });
  const whole = parts.alsoOneOfAll(step.values) ? [{ ...partOf(planned, parts, names.whole), part: { number: null, of } }] : [];
  const references = [...step.references, ...[...new Set([...jobs, ...whole].map(job => job.step.name))].map(toParts)];
  return [...jobs, ...whole, { ...planned, step: { ...step, references } }];
}

/** All parts of all replicates count as one group: side by side they share the cores. */
function partOf(planned: PlannedJob, parts: StepParts, name: string): PlannedJob {
  const { step } = planned;
  const repeat = step.repeat * parts.count(step.values);
  return { ...planned, step: { ...step, name, do: parts.kind.id, repeat, values: parts.valuesOf(step.values) } };
}

function toParts(step: string): StepReference {
  return { path: [step], to: 'parts', target: { kind: 'step', step } };
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
  return jobKinds.require(step.do).overGroups === 'all';
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
