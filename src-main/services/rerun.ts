import { parseDocument } from 'yaml';
import type { Recipe, RecipeStep, StepReference } from '../../src-shared/domain/recipe/recipe.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { findDataset } from '../stores/dataset-store.ts';
import { getJob, jobsOfRun, type JobRecord } from '../stores/job-store.ts';
import { findModels } from '../stores/model-store.ts';
import { getRun } from '../stores/run-store.ts';
import type { ServiceContext } from './context.ts';
import { needsOf } from './plan-jobs.ts';
import { requireRecipe } from './recipes.ts';

/** A recipe that does a step and all that follows from it once more. Start it with `fresh`. */
export interface Rerun {
  readonly recipe: string;
  /** Steps that will run, in order. */
  readonly steps: readonly string[];
}

/**
 * The job's recipe from its step on. What those steps read from earlier ones is taken from the workspace; an earlier step
 * whose result is no longer there, or can't be named by itself, runs again too. Throws `not-found`.
 */
export function rerunFrom({ db, catalog }: Pick<ServiceContext, 'db' | 'catalog'>, jobId: string): Rerun {
  const job = getJob(db, jobId);
  const run = job === null ? null : getRun(db, job.runId);
  if (job === null || run === null) throw new AppFailure({ code: 'not-found', message: `The workspace has no job '${jobId}'` });
  const recipe = requireRecipe(run.recipe, catalog);
  const jobs = jobsOfRun(db, run.id);
  const storedName = (reference: StepReference): string | null => nameInWorkspace(db, jobs, reference);
  const kept = stepsFrom(recipe, job.step, storedName);
  const document = parseDocument(run.recipe);
  for (const step of recipe.steps) {
    if (!kept.has(step.name)) document.deleteIn(['steps', step.name]);
    else
      for (const reference of step.references) {
        if (reference.target.kind === 'step' && !kept.has(reference.target.step))
          document.setIn(['steps', step.name, ...reference.path], storedName(reference));
      }
  }
  const text = document.toString();
  return { recipe: text, steps: requireRecipe(text, catalog).steps.map(step => step.name) };
}

/** The step, what follows from it, and of what those read the steps whose results the workspace can't give. */
function stepsFrom(recipe: Recipe, first: string, storedName: (reference: StepReference) => string | null): ReadonlySet<string> {
  const kept = new Set([first]);
  const grows = (step: RecipeStep): boolean => {
    const before = kept.size;
    if (needsOf(step).some(name => kept.has(name))) kept.add(step.name);
    if (kept.has(step.name))
      for (const reference of step.references)
        if (reference.target.kind === 'step' && storedName(reference) === null) kept.add(reference.target.step);
    return kept.size > before;
  };
  while (recipe.steps.map(grows).includes(true));
  return kept;
}

/** `model:ID` or `data:ID`; by name for replicates, as long as the name still means them; null when there is no such way. */
function nameInWorkspace(db: ServiceContext['db'], jobs: readonly JobRecord[], { target, to }: StepReference): string | null {
  if (target.kind === 'stored') return `${to}:${target.name}`;
  const made = jobs.filter(job => job.step === target.step);
  const ids = made.map(job => job.entityId);
  const there = ids.every(id => id !== null && (to === 'data' ? findDataset(db, id) !== null : findModels(db, id).length > 0));
  const [only] = ids;
  if (!there || only === undefined) return null;
  if (ids.length === 1) return `${to}:${only}`;
  const named = to === 'model' ? findModels(db, target.step).map(model => model.id) : [];
  return named.length === ids.length && named.every(id => ids.includes(id)) ? `model:${target.step}` : null;
}
