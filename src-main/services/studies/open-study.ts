import { isFit } from '../../engine/search/fit/fit-goal.ts';
import type { SearchValues } from '../../engine/search/study/study-plan.ts';
import type { JobInput } from '../../jobs/job.ts';
import { getStudy, insertStudy, latestStudy, listStudies, type StudyRecord } from '../../stores/study-store.ts';
import type { ServiceContext } from '../context.ts';

/** Who asks a study: a process of it, or the job that yields its result. */
export interface StudyAsker {
  readonly runId: string;
  readonly step: string;
  /** Content key of what is searched, the same for all processes. */
  readonly studyKey: string;
  /** Whether its run takes nothing that was there before. */
  readonly fresh: boolean;
  readonly input: JobInput;
}

/** Studies of a workspace that are looked through for what came before. */
const REMEMBERED = 1000;

/** The study as it is stored; a new one where there is none, or this run wants its own. */
export function openStudyRecord({ db, newId, nowMs }: ServiceContext, asker: StudyAsker): StudyRecord {
  const known = latestStudy(db, asker.studyKey, asker.runId);
  if (known !== null && !(asker.fresh && known.runId !== asker.runId)) return known;
  const id = newId();
  const others = listStudies(db, REMEMBERED).filter(({ data }) => data === dataOf(asker.input));
  const step = asker.step.split('/')[0] ?? asker.step;
  const { control } = asker.input.values as SearchValues;
  insertStudy(db, {
    ...{ id, key: asker.studyKey, runId: asker.runId, step, data: dataOf(asker.input) },
    ...{ spec: specOf(asker.input), seed: asker.input.seed, createdMs: nowMs() },
    control: control === 'always' || (control === 'first' && !others.some(other => other.control)),
    previous: others.find(other => other.step === step && other.key !== asker.studyKey)?.id ?? null,
  });
  const made = getStudy(db, id);
  if (made === null) throw new Error(`Study ${id} was not stored`);
  return made;
}

/** A recipe's names mean nothing outside of it: the model that is to fit goes by its id. */
function specOf({ values, inputs }: JobInput): StudyRecord['spec'] {
  const [model] = inputs['model'] ?? [];
  return isFit(values) && model !== undefined ? { ...values, model: `model:${model.id}` } : values;
}

/** Its own, or that of the model it makes smaller. */
function dataOf({ name, inputs }: JobInput): string {
  const [of] = inputs['data'] ?? inputs['model'] ?? [];
  if (of?.output.kind === 'data') return of.output.manifest.hash;
  if (of?.output.kind === 'model') return of.output.data.hash;
  throw new Error(`Step '${name}' has no data`);
}
