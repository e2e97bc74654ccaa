import type {
  DimensionShare,
  StudyRow,
  StudyTrialView,
  StudyView,
  Surface,
  TrialLayer,
} from '../../../src-shared/contracts/studies.contract.ts';
import type { DatasetManifest } from '../../../src-shared/domain/dataset.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { parseFields } from '../../../src-shared/domain/params/parse-params.ts';
import { fitLane } from '../../../src-shared/domain/recipe/steps/fit.step.ts';
import { searchLane } from '../../../src-shared/domain/recipe/steps/search.step.ts';
import { parseSpace } from '../../../src-shared/domain/search/parse-space.ts';
import type { Space } from '../../../src-shared/domain/search/space.ts';
import { totalEnergy } from '../../../src-shared/domain/energy.ts';
import type { StudyObjective } from '../../../src-shared/domain/study-report.ts';
import { curveOf, epochsOf, valuesOf, type Trial } from '../../../src-shared/domain/study.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { decodeModel } from '../../engine/formats/native.ts';
import { costsOf } from '../../engine/graph/costs.ts';
import { kneeOf } from '../../engine/search/choose-from-front.ts';
import { fitGoal, isFit, type FitValues } from '../../engine/search/fit/fit-goal.ts';
import { hypervolumeOverTime, referenceFor } from '../../engine/search/hypervolume.ts';
import { importanceOf } from '../../engine/search/importance.ts';
import { paretoFront, type Costs } from '../../engine/search/pareto.ts';
import { schedulers } from '../../engine/search/schedulers/index.ts';
import { epochsSpent } from '../../engine/search/study/next-move.ts';
import { noGainState } from '../../engine/search/study/no-gain.ts';
import { objectivesOf, type SearchValues } from '../../engine/search/study/study-plan.ts';
import { courseOf } from '../../engine/search/study/study-report.ts';
import { directionOf, searchTrials } from '../../engine/search/study/trial-view.ts';
import { confirmedTrials } from '../../engine/search/study/winner.ts';
import { surfaceOf } from '../../engine/search/surface.ts';
import type { Study } from '../../engine/search/trial.ts';
import { listDatasets } from '../../stores/dataset-store.ts';
import { getStudy, listStudies, studyAfter, trialsOf, type StudyRecord } from '../../stores/study-store.ts';
import type { ServiceContext } from '../context.ts';

/** Studies as their page shows them. An unknown id throws `not-found`. */
export interface StudyService {
  list(limit: number): Promise<readonly StudyRow[]>;
  get(id: string): Promise<StudyView>;
  importance(id: string): Promise<readonly DimensionShare[] | null>;
  structure(id: string, trial: number): Promise<readonly TrialLayer[] | null>;
  surface(id: string, names: { readonly x: string; readonly y: string }): Promise<Surface | null>;
}

type Parts = Pick<ServiceContext, 'db' | 'readArtifact' | 'catalog'>;

/** What is known of a study beside its views. */
interface Known {
  readonly record: StudyRecord;
  readonly values: SearchValues | FitValues;
  readonly objectives: readonly StudyObjective[];
  readonly trials: readonly Trial[];
}

export function createStudyService(parts: Parts): StudyService {
  const { db } = parts;
  const known = async (record: StudyRecord): Promise<Known> => {
    const values = record.spec as SearchValues | FitValues;
    const task = await taskOf(parts, record);
    const { objectives } = isFit(values) ? fitGoal(values, task) : { objectives: objectivesOf(values, task) };
    return { record, values, objectives, trials: trialsOf(db, record.id) };
  };
  const require = async (id: string): Promise<Known> => {
    const record = getStudy(db, id);
    if (record === null) throw new AppFailure({ code: 'not-found', message: `The workspace has no study '${id}'` });
    return known(record);
  };
  const searched = async (id: string): Promise<Study> => {
    const study = await require(id);
    const trials = ['search', 'control'] as const;
    return {
      space: spaceOf(parts, study.values),
      directions: study.objectives.map(directionOf),
      trials: trials.flatMap(role => searchTrials(study.trials, role, study.objectives)),
    };
  };
  return {
    list: limit => Promise.all(listStudies(db, limit).map(async record => rowOf(await known(record)))),
    get: async id => viewOf(parts, await require(id)),
    importance: async id => importanceOf(await searched(id)),
    structure: async (id, number) =>
      structureOf(
        parts,
        (await require(id)).trials.find(trial => trial.number === number),
      ),
    surface: async (id, names) => surfaceOf(await searched(id), names),
  };
}

async function taskOf({ readArtifact }: Parts, { data }: StudyRecord): Promise<string> {
  const manifest = JSON.parse(new TextDecoder().decode(await readArtifact(data))) as DatasetManifest;
  return manifest.target.task;
}

async function structureOf({ readArtifact }: Parts, trial: Trial | undefined): Promise<readonly TrialLayer[] | null> {
  if (trial?.model === null || trial === undefined) return null;
  const { graph } = decodeModel(await readArtifact(trial.model.file.hash));
  return costsOf(graph).layers.map(({ name, layer, outputShape, parameters }) => ({ name, layer, outputShape, parameters }));
}

/** A study that was begun has a space that can be read. */
function spaceOf({ catalog }: Parts, values: Known['values']): Space {
  const { fields } = isFit(values) ? fitLane.fields.space : searchLane.fields.space;
  const parsed = parseSpace(values.space, fields, { catalog, parseFields });
  return parsed.ok ? parsed.value : { dimensions: [], template: { kind: 'block', fields: {} } };
}

function rowOf({ record, values, objectives, trials }: Known): StudyRow {
  const { id, runId, step, createdMs, finishedMs } = record;
  const own = trials.filter(({ role }) => role === 'search').length;
  return {
    ...{ id, runId, step, createdMs, finishedMs, objectives },
    kind: isFit(values) ? 'fit' : 'search',
    trials: own,
    epochs: epochsSpent(trials, 'search'),
    best: bestOf(trials, objectives),
  };
}

/** The best of what trials of the search have now; one that was better at an earlier rung isn't what would be kept of it. */
function bestOf(trials: readonly Trial[], objectives: readonly StudyObjective[]): number | null {
  const values = searchTrials(trials, 'search', objectives).flatMap(trial => trial.values?.slice(0, 1) ?? []);
  if (values.length === 0) return null;
  return objectives[0]?.direction === -1 ? Math.min(...values) : Math.max(...values);
}

function viewOf(parts: Parts, study: Known): StudyView {
  const { record, values, objectives, trials } = study;
  const scheduler = splitAlgorithm(values.scheduler);
  const { epochs } = values.budget;
  return {
    ...rowOf(study),
    elapsedMs: record.elapsedMs,
    energy: totalEnergy(trials.map(trial => trial.energy)),
    energyLimit: values.budget.energy === undefined ? null : values.budget.energy.kilojoules * 1000,
    dataId: listDatasets(parts.db).find(({ output }) => output.manifest.hash === record.data)?.id ?? null,
    fits: isFit(values) ? values.model : null,
    previous: record.previous,
    next: studyAfter(parts.db, record.id),
    sampler: splitAlgorithm(values.sampler).id,
    scheduler: scheduler.id,
    epochsOfTrial: epochs,
    brackets: schedulers.require(scheduler.id).brackets(scheduler.params, epochs),
    folds: trials[0]?.folds ?? null,
    dimensions: spaceOf(parts, values).dimensions,
    all: trials.map(trial => trialView(trial, objectives)),
    course: courseOf({ objectives }, trials, 'search'),
    control: record.control ? courseOf({ objectives }, trials, 'control') : null,
    ...frontOf(trials, objectives),
    confirmed: confirmedTrials({ objectives }, trials),
    noGain: values.noGain === undefined ? null : noGainState(values.noGain, trials),
  };
}

function trialView(trial: Trial, objectives: readonly StudyObjective[]): StudyTrialView {
  const { number, role, state, bracket, until, assignment, fields, costs, repeats, reason, trainingMs } = trial;
  const [first] = objectives;
  const curve = curveOf(trial, first?.metric ?? '');
  return {
    ...{ number, role, state, bracket, until, assignment, fields, costs, repeats, reason, trainingMs },
    epochs: epochsOf(trial),
    curve: curve.map(value => (Number.isFinite(value) ? value : null)),
    values: valuesOf(trial, objectives),
    energy: trial.energy ?? null,
    onAll: trial.onAll === true,
    standardError: trial.reports.at(-1)?.standardErrors?.[first?.metric ?? ''] ?? null,
    parent: trial.origin?.parent ?? null,
  };
}

/** The front of the search's trials: of the objectives, or of the one there is and the parameters. */
function frontOf(trials: readonly Trial[], objectives: readonly StudyObjective[]): Pick<StudyView, 'front' | 'knee' | 'hypervolume'> {
  const own = trials.filter(({ role }) => role === 'search');
  const costs = own.map(trial => frontCosts(trial, objectives));
  const places = costs.flatMap((cost, i) => (cost === null ? [] : [i]));
  const points = places.map(i => costs[i]!);
  const numberAt = (place: number): number => own[places[place]!]!.number;
  const knee = kneeOf(points);
  const isMeasured = objectives.length > 1 && objectives.length <= 3 && points.length > 0;
  return {
    front: paretoFront(points).map(numberAt),
    knee: knee === null ? null : numberAt(knee),
    hypervolume: isMeasured ? hypervolumeOverTime(costs, referenceFor(points)) : null,
  };
}

function frontCosts(trial: Trial, objectives: readonly StudyObjective[]): Costs | null {
  const values = valuesOf(trial, objectives);
  if (values === null || trial.state === 'diverged' || trial.state === 'failed') return null;
  const costs = values.map((value, i) => -value * (objectives[i]?.direction ?? 1));
  if (objectives.length > 1) return costs;
  return trial.costs === null ? null : [...costs, trial.costs.parameters];
}
