import type { Recipe, RecipeStep } from '../../../src-shared/domain/recipe/recipe.ts';
import { stepKinds } from '../../../src-shared/domain/recipe/steps/index.ts';
import type { StepKind } from '../../../src-shared/domain/recipe/step-kind.ts';
import type { EngineStatus } from '../../../src-shared/domain/engine-status.ts';
import type { StepForecast, TimeForecast, UnknownReason } from '../../../src-shared/domain/forecast.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { isObject } from '../../../src-shared/domain/params/problems.ts';
import { costsOf } from '../../engine/graph/costs.ts';
import { predictMemory, trainingLoad, type EngineLoad } from '../../engine/memory/predict-memory.ts';
import type { ServiceContext } from '../context.ts';
import { requireRecipe } from '../recipes.ts';
import type { ModelOutlook } from './outlook.ts';
import { createDataReader, jobsThatRan, rememberJob, timeLike, type ReadData } from './remembered-times.ts';
import { longestLanes, sideBySide, withControl } from './shared-work.ts';
import { findSameImport, outlookOfStep, type StepOutlook } from './step-outlook.ts';
import { traitsOf, workIn } from './step-work.ts';

/** A forecast waits no longer for the measuring of the engines, which takes seconds at the first start. */
const ENGINE_PATIENCE_MS = 200;

function later(ms: number): Promise<null> {
  return new Promise(resolve => void setTimeout(() => resolve(null), ms).unref());
}

/** What each step of a recipe will need: memory from its structure, time from what was measured in this workspace. */
export async function forecastRecipe(context: ServiceContext, text: string): Promise<readonly StepForecast[]> {
  const recipe: Recipe = requireRecipe(text, context.catalog);
  const engine = await Promise.race([context.engineStatus(), later(ENGINE_PATIENCE_MS)]);
  const readData = createDataReader(context);
  const outlooks = new Map<string, StepOutlook>();
  const forecasts: StepForecast[] = [];
  for (const step of recipe.steps) {
    const outlook = await outlookOfStep(context, { step, outlooks, readData });
    outlooks.set(step.name, outlook);
    forecasts.push(await forecastStep(context, { step, outlook, engine, readData }));
  }
  return forecasts;
}

interface StepQuestion {
  readonly step: RecipeStep;
  readonly outlook: StepOutlook;
  /** Null while the engines are still measured. */
  readonly engine: EngineStatus | null;
  readonly readData: ReadData;
}

async function forecastStep(context: ServiceContext, question: StepQuestion): Promise<StepForecast> {
  const { step, outlook } = question;
  const { name, repeat } = step;
  const memory = memoryOf(question);
  const time = await timeOf(context, question);
  return { name, kind: step.do, repeat, memory, time, model: figuresOf(outlook.reads) };
}

function figuresOf(models: readonly ModelOutlook[]): StepForecast['model'] {
  const [first] = models;
  if (first === undefined) return null;
  const { parameters, multiplyAdds } = costsOf(first.graph).total;
  return { parameters, multiplyAdds };
}

/** Of several models the largest: they are answered one after the other. */
function memoryOf({ step, outlook, engine }: StepQuestion): StepForecast['memory'] {
  if (!stepKinds.require(step.do).usesEngine) return { unknown: 'not-computed' };
  if (engine === null) return { unknown: 'engine-not-measured' };
  const isGpu = engine.identity.includes('-gpu-');
  const predictions = outlook.reads.map(model =>
    predictMemory(loadOf(outlook.trainedWith ?? step.values, model), { id: engine.chosen, isGpu }),
  );
  const [most] = predictions.toSorted((a, b) => b.totalBytes - a.totalBytes);
  return most === undefined ? { unknown: 'data-not-imported' } : { ...most, engine: engine.title };
}

/** A step with an optimizer trains; any other answers. */
function loadOf(values: RecipeStep['values'], { graph, data: { inputBytes, targetBytes } }: ModelOutlook): EngineLoad {
  const data = { stored: { inputs: { byteLength: inputBytes }, targets: { byteLength: targetBytes } } };
  const { optimizer, batchSize } = values;
  if (!isObject(optimizer) || typeof batchSize !== 'number') return { graph, data, training: null };
  return trainingLoad({ graph, data }, { optimizer: optimizer as AlgorithmValue, batchSize });
}

async function timeOf(context: ServiceContext, { step, outlook, readData }: StepQuestion): Promise<StepForecast['time']> {
  const kind = stepKinds.require(step.do);
  if (kind.produces === 'data') return timeOfImport(context, kind, step);
  const [first] = outlook.reads;
  if (first === undefined) return { unknown: 'data-not-imported' };
  const multiplyAdds = outlook.reads.reduce((sum, { graph }) => sum + costsOf(graph).total.multiplyAdds, 0);
  const { done, values: asked, times, isShared, lanes } = computingJobs(kind, step);
  const values = isShared ? withControl(context.db, asked, first.data.manifest) : asked;
  const all = workIn({ ...done, values }, { counts: first.data.counts, multiplyAdds });
  if (all === null) return { unknown: 'no-length' };
  const work = (all * (isShared ? step.repeat : 1)) / sideBySide(lanes, context.cores);
  const ran = jobsThatRan(context, done);
  const earlier = isShared ? longestLanes(ran) : ran;
  const remembered = await Promise.all(earlier.map(job => rememberJob(context, done, { job, readData, isShared })));
  const jobs = remembered.filter(job => job !== null);
  const time = timeLike(jobs, work, traitsOf(done, values, context.catalog));
  return time === null ? unmeasured() : forReplicates(time, times, context.cores);
}

/**
 * Of what kind the jobs are in which a step computes, and how many: those of its parts, where it comes apart. Of parts that share
 * the work, `lanes` of them, all replicates count as one that has it all to do.
 */
function computingJobs(kind: StepKind, { values, repeat }: RecipeStep) {
  const { parts } = kind;
  if (parts === undefined) return { done: kind, values, times: repeat, isShared: false, lanes: 1 };
  const { isShared } = parts;
  const count = repeat * (parts.count(values) + Number(parts.alsoOneOfAll(values)));
  return { done: parts.kind, values: parts.valuesOf(values), isShared, times: isShared ? 1 : count, lanes: isShared ? count : 1 };
}

/** Replicates share the cores: as many at once as there are. */
function forReplicates(time: TimeForecast, repeat: number, cores: number): TimeForecast {
  return { ...time, ms: time.ms * Math.ceil(repeat / Math.min(repeat, cores)) };
}

/** The same source took as long before; another one says nothing. */
function timeOfImport(context: ServiceContext, kind: StepKind, step: RecipeStep): StepForecast['time'] {
  const earlier = findSameImport(context, step);
  if (earlier === null || earlier.startedMs === null || earlier.finishedMs === null) return unmeasured();
  const ms = earlier.finishedMs - earlier.startedMs;
  const from = { jobId: earlier.id, runId: earlier.runId, step: earlier.step, ms };
  return { ms, from, jobs: jobsThatRan(context, kind).length, scale: 1 };
}

function unmeasured(): { readonly unknown: UnknownReason } {
  return { unknown: 'nothing-measured' };
}
