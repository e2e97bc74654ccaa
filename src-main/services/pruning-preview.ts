import type { ModelCard } from '../../src-shared/domain/graph/model-card.ts';
import type { Masks, ModelGraph, Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import type { PruningPreview } from '../../src-shared/domain/pruning-preview.ts';
import type { Recipe, RecipeStep } from '../../src-shared/domain/recipe/recipe.ts';
import { prune } from '../../src-shared/domain/recipe/steps/prune.step.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { decodeModel, denseFileBytes } from '../engine/formats/native.ts';
import { initialParameters } from '../engine/graph/parameters.ts';
import { foreseePruning } from '../engine/pruning/foresee.ts';
import type { ServiceContext } from './context.ts';
import type { ModelOutlook } from './forecast/outlook.ts';
import { createDataReader } from './forecast/remembered-times.ts';
import { outlookOfStep, type StepOutlook } from './forecast/step-outlook.ts';
import { storedOutputs } from './stored-outputs.ts';
import { requireRecipe } from './recipes.ts';

export interface PruningPreviews {
  /** Null where the model is not known yet. Throws `invalid-input` for a recipe that can't be run, or a step that doesn't prune. */
  preview(text: string, step: string): Promise<PruningPreview | null>;
}

interface PreviewModel {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
  readonly card: ModelCard;
  readonly isTrained: boolean;
}

/** Keeps the model that was asked about last: a form asks at every change. */
export function createPruningPreviews(context: ServiceContext): PruningPreviews {
  let last: { readonly hash: string; readonly model: Promise<PreviewModel> } | null = null;

  function storedModel(hash: string): Promise<PreviewModel> {
    if (last?.hash !== hash) {
      const model = context.readArtifact(hash).then(bytes => ({ ...decodeModel(bytes), isTrained: true }));
      last = { hash, model };
      // A file that can't be read may be there at the next try.
      model.catch(() => (last = null));
    }
    return last.model;
  }

  return {
    async preview(text, name) {
      const recipe = requireRecipe(text, context.catalog);
      const step = recipe.steps.find(one => one.name === name);
      if (step?.do !== prune.id) throw invalidInput(`The name of a step that prunes is required, got '${name}'`, { path: 'step' });
      const target = step.references.find(({ to }) => to === 'model')?.target;
      const [stored] = target?.kind === 'stored' ? storedOutputs(context.db, 'model', target.name) : [];
      const output = stored?.output;
      const model = output?.kind === 'model' ? await storedModel(output.file.hash) : await plannedModel(context, recipe, step);
      return model === null ? null : foresee(model, step, recipe.seed);
    },
  };
}

function foresee(model: PreviewModel, { values }: RecipeStep, seed: number): Promise<PruningPreview> {
  const { criterion, granularity, target, schedule, scope } = values as ParamValues<typeof prune.fields>;
  return foreseePruning({
    ...model,
    ...{ criterion, granularity, target, schedule, scope, seed },
    fileBytes: structure => denseFileBytes(structure, model.card),
  });
}

/** A model that an earlier step will train, with values it may begin with. */
async function plannedModel(context: ServiceContext, recipe: Recipe, step: RecipeStep): Promise<PreviewModel | null> {
  const readData = createDataReader(context);
  const outlooks = new Map<string, StepOutlook>();
  for (const one of recipe.steps) {
    const outlook = await outlookOfStep(context, { step: one, outlooks, readData });
    outlooks.set(one.name, outlook);
    if (one === step) return outlook.reads[0] === undefined ? null : modelOf(outlook.reads[0], recipe);
  }
  return null;
}

function modelOf({ graph, data: { inputShape, outputs, task } }: ModelOutlook, { name, seed }: Recipe): PreviewModel {
  const classes = task === 'values' ? [] : Array.from({ length: outputs }, (_, i) => String(i));
  const card = { name, task, classes, label: '', inputShape, preprocessing: [] };
  return { graph, card, masks: {}, parameters: initialParameters(graph, createRandom(seed).split('init')), isTrained: false };
}
