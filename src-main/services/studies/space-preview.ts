import type { Recipe, RecipeStep } from '../../../src-shared/domain/recipe/recipe.ts';
import { search } from '../../../src-shared/domain/recipe/steps/search.step.ts';
import type { SpacePreview } from '../../../src-shared/domain/space-preview.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { denseFileBytes } from '../../engine/formats/native.ts';
import { costsOf } from '../../engine/graph/costs.ts';
import { spreadOfCosts, type DrawnCosts } from '../../engine/search/space-costs.ts';
import type { SearchValues } from '../../engine/search/study/study-plan.ts';
import type { ServiceContext } from '../context.ts';
import { drawingFrom } from '../forecast/drawn-training.ts';
import type { DataOutlook } from '../forecast/outlook.ts';
import { createDataReader } from '../forecast/remembered-times.ts';
import { outlookOfStep, referredData, type StepOutlook } from '../forecast/step-outlook.ts';
import { requireRecipe } from '../recipes.ts';

const DRAWS = 256;
/** A form waits for it; of large networks fewer are drawn. */
const MOST_MS = 800;
/** At a stretch: main has others to answer. */
const STRETCH_MS = 10;

/**
 * What the networks of a search's space cost, by the rules by which its trials will be refused; bytes without those of the
 * preprocessing, which are the same for all. Null where the data is not known yet, or a model is varied: its structures are
 * made one from the other. Throws `invalid-input` for a recipe that can't be run, or a step that doesn't search.
 */
export async function previewSpace(context: ServiceContext, text: string, name: string): Promise<SpacePreview | null> {
  const recipe = requireRecipe(text, context.catalog);
  const step = recipe.steps.find(one => one.name === name);
  if (step?.do !== search.id) throw invalidInput(`The name of a step that searches is required, got '${name}'`, { path: 'step' });
  const values = step.values as SearchValues;
  const data = await dataOf(context, recipe, step);
  if (data === null || values.structure !== undefined) return null;
  const costs = costsIn(values, data, context);
  const drawn: DrawnCosts[] = [];
  const begunMs = context.monotonicMs();
  let stretchMs = begunMs;
  while (drawn.length < DRAWS && context.monotonicMs() - begunMs < MOST_MS) {
    drawn.push(costs(drawn.length));
    if (context.monotonicMs() - stretchMs < STRETCH_MS) continue;
    await new Promise(resolve => setImmediate(resolve));
    stretchMs = context.monotonicMs();
  }
  return spreadOfCosts(drawn, values.budget);
}

/** Of the configuration with this number; the same each time, so that a limit that is moved is held against the same networks. */
function costsIn({ space }: SearchValues, data: DataOutlook, { catalog }: ServiceContext): (number: number) => DrawnCosts {
  const draw = drawingFrom({ raw: space, fields: search.fields.space.fields }, data, catalog);
  const classes = data.task === 'values' ? [] : Array.from({ length: data.outputs }, (_, i) => String(i));
  const card = { name: 'model', task: data.task, classes, label: '', inputShape: data.inputShape, preprocessing: [] };
  return number => {
    const drawn = draw(number);
    if ('reason' in drawn) return drawn;
    const { parameters, multiplyAdds } = costsOf(drawn.graph).total;
    return { costs: { parameters, multiplyAdds, bytes: denseFileBytes(drawn.graph, card) } };
  };
}

async function dataOf(context: ServiceContext, { steps }: Recipe, step: RecipeStep): Promise<DataOutlook | null> {
  const readData = createDataReader(context);
  const outlooks = new Map<string, StepOutlook>();
  for (const one of steps) {
    if (one === step) break;
    outlooks.set(one.name, await outlookOfStep(context, { step: one, outlooks, readData }));
  }
  const reference = step.references.find(({ to }) => to === 'data');
  return reference === undefined ? null : referredData(context, reference, { step, outlooks, readData });
}
