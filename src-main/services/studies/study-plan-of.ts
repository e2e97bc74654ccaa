import type { DatasetManifest } from '../../../src-shared/domain/dataset.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { parseFields } from '../../../src-shared/domain/params/parse-params.ts';
import { foldsAsked } from '../../../src-shared/domain/recipe/fold-fields.ts';
import { searchLane } from '../../../src-shared/domain/recipe/steps/search.step.ts';
import { parseSpace } from '../../../src-shared/domain/search/parse-space.ts';
import type { Space } from '../../../src-shared/domain/search/space.ts';
import type { StudyObjective } from '../../../src-shared/domain/study-report.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { err, ok } from '../../../src-shared/lib/result.ts';
import { inputMeaning } from '../../engine/data/input-meaning.ts';
import { decodeModel, denseFileBytes } from '../../engine/formats/native.ts';
import { isFit } from '../../engine/search/fit/fit-goal.ts';
import { samplers } from '../../engine/search/samplers/index.ts';
import { objectivesOf, type SearchValues, type StudyPlan, type VariedModel } from '../../engine/search/study/study-plan.ts';
import { noGainRule } from '../../engine/search/study/no-gain.ts';
import type { JobInput } from '../../jobs/job.ts';
import { newGraph, type NewNetwork } from '../../jobs/new-network.ts';
import type { StudyRecord } from '../../stores/study-store.ts';
import type { ServiceContext } from '../context.ts';
import { fitPlanOf } from './fit-plan-of.ts';
import { wordsOf } from './problem-words.ts';

/** What a lane was given decides what its study tries. Throws `invalid-input` for a space that contradicts itself. */
export async function studyPlanOf(
  context: Pick<ServiceContext, 'catalog' | 'readArtifact'>,
  input: JobInput,
  { control, seed }: Pick<StudyRecord, 'control' | 'seed'>,
): Promise<StudyPlan> {
  if (isFit(input.values)) return fitPlanOf(context, input, seed);
  const values = input.values as SearchValues;
  const { catalog } = context;
  const about = await purposeOf(context, input);
  const structure = await variedModelOf(context, input, values);
  const objectives = objectivesOf(values, about.task);
  const space = spaceOf(values, objectives, { catalog, isVaried: structure !== null });
  const fields = searchLane.fields.space.fields;
  const { id, params } = splitAlgorithm(values.sampler);
  const unfit = samplers.require(id).unfit(space, objectives.length, params);
  if (unfit !== null) throw invalidInput(unfit, { path: 'sampler' });
  const folds = foldCount(values, about.groups);
  return {
    ...{ space, objectives, sampler: values.sampler, scheduler: values.scheduler, budget: values.budget },
    ...{
      patience: values.patience ?? null,
      noGain: noGainRule(values, space),
      confirm: values.confirm,
      control,
      seed,
      structure,
      fit: null,
      folds,
    },
    resolve(drawn) {
      const parsed = parseFields(fields, drawn, catalog);
      return parsed.ok ? ok({ ...parsed.value, epochs: values.budget.epochs }) : err(wordsOf(parsed.error));
    },
    graphOf: resolved => newGraph(resolved['model'] as NewNetwork, about),
    bytesOf: graph => denseFileBytes(graph, about.card),
  };
}

/** What of a data set decides how a network must look; its card has no preprocessing, whose bytes are the same for all. */
async function purposeOf({ readArtifact }: Pick<ServiceContext, 'readArtifact'>, { name, inputs }: JobInput) {
  const [data] = inputs['data'] ?? [];
  if (data?.output.kind !== 'data') throw new Error(`Step '${name}' has no data`);
  const manifest = JSON.parse(new TextDecoder().decode(await readArtifact(data.output.manifest.hash))) as DatasetManifest;
  const { task, classes, label, shape } = manifest.target;
  const inputShape = manifest.input.shape.slice(1);
  const width = shape.slice(1).reduce((product, size) => product * size, 1);
  const card = { name: 'model', task, classes, label, inputShape, preprocessing: manifest.preprocessing };
  return {
    inputShape,
    task,
    outputs: task === 'classes' ? classes.length : width,
    card,
    groups: manifest.groups?.names.length ?? 0,
    ...inputMeaning(manifest),
  };
}

/**
 * Networks of each trial, where it is judged on folds; of a group each, as many as the data has groups. Throws `invalid-input` where
 * what is held out would have been seen: by an epoch that is chosen by it, or by inherited weights.
 */
function foldCount({ crossValidation, structure, space }: SearchValues, groups: number): number | null {
  if (crossValidation === undefined) return null;
  if (structure?.inherit === true) {
    throw invalidInput('Networks that have not seen what is held out are required, but inherited weights were trained on it', {
      path: 'structure.inherit',
      hint: "Write 'inherit: false', or leave the cross-validation out.",
    });
  }
  if ('earlyStopping' in space) {
    throw invalidInput('What is held out judges a trial and can not stop it early too', {
      path: 'space.earlyStopping',
      hint: 'Leave it out; the scheduler stops what is worse than others.',
    });
  }
  return foldsAsked(crossValidation.folds) ?? Math.max(1, groups);
}

async function variedModelOf(
  { readArtifact }: Pick<ServiceContext, 'readArtifact'>,
  { inputs }: JobInput,
  { structure }: SearchValues,
): Promise<VariedModel | null> {
  const [varied] = inputs['structure.vary'] ?? [];
  if (structure === undefined || varied?.output.kind !== 'model') return null;
  const { graph }: { readonly graph: ModelGraph } = decodeModel(await readArtifact(varied.output.file.hash));
  return { graph, changes: structure.changes, inherit: structure.inherit };
}

interface SpaceSurroundings {
  readonly catalog: ServiceContext['catalog'];
  readonly isVaried: boolean;
}

/** Of a trial that counts by accuracy, the most accurate epoch is kept, where the space says nothing else. */
function spaceOf(
  { space: raw, crossValidation }: SearchValues,
  [first]: readonly StudyObjective[],
  { catalog, isVaried }: SpaceSurroundings,
): Space {
  const hasModel = 'model' in raw;
  if (hasModel === isVaried) {
    const came = isVaried ? 'both' : 'neither';
    throw invalidInput(`Either a model in the space or a model to vary is required, got ${came}`, {
      path: isVaried ? 'structure' : 'space.model',
      hint: isVaried ? 'Leave one of them out.' : "Write 'model: { preset: mlp, … }' into the space.",
    });
  }
  const keep = first?.metric === 'validation.accuracy' && crossValidation === undefined ? { keep: 'most-accurate' } : {};
  const parsed = parseSpace({ ...keep, ...raw }, searchLane.fields.space.fields, { catalog, parseFields });
  if (parsed.ok) return parsed.value;
  throw invalidInput(wordsOf(parsed.error), { path: 'space' });
}
