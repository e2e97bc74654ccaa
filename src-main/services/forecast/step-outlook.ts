import type { RecipeStep, StepReference } from '../../../src-shared/domain/recipe/recipe.ts';
import { stepKinds } from '../../../src-shared/domain/recipe/steps/index.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import { decodeModel } from '../../engine/formats/native.ts';
import type { JobInput } from '../../jobs/job.ts';
import type { JobRecord } from '../../stores/job-store.ts';
import type { ServiceContext } from '../context.ts';
import { storedOutputs } from '../stored-outputs.ts';
import { describedTraining } from './described-network.ts';
import { cutOtherwise, type DataOutlook, type ModelOutlook, type WantedSplits } from './outlook.ts';
import { jobsThatRan, type ReadData } from './remembered-times.ts';

/** What is known of a step before it runs. */
export interface StepOutlook {
  /** Models it trains or reads; none when their structure can't be known yet. */
  readonly reads: readonly ModelOutlook[];
  /** The data set it yields. */
  readonly data: DataOutlook | null;
  /** The settings a network is trained with where the step has ranges of them; else its own values. */
  readonly trainedWith?: Readonly<Record<string, unknown>>;
}

interface Question {
  readonly step: RecipeStep;
  /** Of the steps before it. */
  readonly outlooks: ReadonlyMap<string, StepOutlook>;
  readonly readData: ReadData;
}

/** Follows references to other steps and into the workspace. Throws `not-found` for a stored name that is not there. */
export async function outlookOfStep(context: ServiceContext, question: Question): Promise<StepOutlook> {
  const { step, outlooks, readData } = question;
  if (stepKinds.require(step.do).produces === 'data') return { reads: [], data: await importedBefore(context, step, readData) };
  const models: ModelOutlook[] = [];
  let data: DataOutlook | null = null;
  for (const reference of step.references) {
    if (reference.to === 'data') data = await referredData(context, reference, question);
    else models.push(...(await referredModels(context, reference, { outlooks, readData })));
  }
  const on = data ?? models[0]?.data ?? null;
  if (on === null) return { reads: [], data: null };
  const built = describedTraining(context.catalog, stepKinds.require(step.do), { values: step.values, data: on });
  // What is made stands before what it is made from: a student before its teachers.
  return {
    reads: [
      ...(built === null ? [] : [{ graph: built.graph, data: on }]),
      ...models.map(model => ({ ...model, data: data ?? model.data })),
    ],
    data: null,
    ...(built === null ? {} : { trainedWith: built.values }),
  };
}

/** The data a step refers to, as far as it is known; null where it is not. */
export async function referredData(
  context: ServiceContext,
  { target }: StepReference,
  { outlooks, readData }: Question,
): Promise<DataOutlook | null> {
  if (target.kind === 'step') return outlooks.get(target.step)?.data ?? null;
  const [found] = storedOutputs(context.db, 'data', target.name);
  return found?.output.kind === 'data' ? readData(found.output.manifest.hash) : null;
}

async function referredModels(
  context: ServiceContext,
  { target }: StepReference,
  { outlooks, readData }: Pick<Question, 'outlooks' | 'readData'>,
): Promise<readonly ModelOutlook[]> {
  if (target.kind === 'step') return outlooks.get(target.step)?.reads.slice(0, 1) ?? [];
  const models: ModelOutlook[] = [];
  for (const { output } of storedOutputs(context.db, 'model', target.name)) {
    if (output.kind !== 'model') continue;
    const data = await readData(output.data.hash);
    if (data !== null) models.push({ graph: decodeModel(await context.readArtifact(output.file.hash)).graph, data });
  }
  return models;
}

async function importedBefore(context: ServiceContext, step: RecipeStep, readData: ReadData): Promise<DataOutlook | null> {
  const earlier = findSameImport(context, step);
  if (earlier?.output?.kind !== 'data') return null;
  const { manifest, summary } = earlier.output;
  const known = await readData(manifest.hash);
  if (known === null) return null;
  const same = canonicalJson((earlier.input as JobInput).values['splits']) === canonicalJson(step.values['splits']);
  return same ? known : cutOtherwise(known, summary.items, step.values['splits'] as WantedSplits);
}

/** The newest import of the same source with the same settings, but for the splits, best with the same ones. */
export function findSameImport(context: Pick<ServiceContext, 'db'>, step: RecipeStep): JobRecord | null {
  const read = ({ splits: _splits, ...rest }: Readonly<Record<string, unknown>>): string => canonicalJson(rest);
  const valuesOf = (job: JobRecord): JobInput['values'] => (job.input as JobInput).values;
  const earlier = jobsThatRan(context, stepKinds.require(step.do)).filter(job => read(valuesOf(job)) === read(step.values));
  return earlier.find(job => canonicalJson(valuesOf(job)) === canonicalJson(step.values)) ?? earlier[0] ?? null;
}
