import type { DatasetManifest } from '../../../src-shared/domain/dataset.ts';
import type { TimeForecast } from '../../../src-shared/domain/forecast.ts';
import type { StepKind } from '../../../src-shared/domain/recipe/step-kind.ts';
import type { ModelOutput, StepOutput } from '../../../src-shared/domain/step-output.ts';
import type { JobInput } from '../../jobs/job.ts';
import { succeededJobs, type JobRecord } from '../../stores/job-store.ts';
import type { ServiceContext } from '../context.ts';
import { costsOf } from '../../engine/graph/costs.ts';
import { describedTraining } from './described-network.ts';
import { outlookOfManifest, type DataOutlook } from './outlook.ts';
import { sideBySide, withControlOf } from './shared-work.ts';
import { traitsOf, workIn } from './step-work.ts';

const REMEMBERED = 200;
/** Another algorithm weighs as much as this factor of work. */
const TRAIT_FACTOR = Math.log(1.5);

/** An earlier job that really ran, with what it had to do. */
export interface RememberedJob {
  readonly jobId: string;
  readonly runId: string;
  readonly step: string;
  readonly ms: number;
  readonly work: number;
  readonly traits: ReadonlySet<string>;
}

/** Jobs of this kind that were computed in this workspace and not found done, newest first. */
export function jobsThatRan({ db }: Pick<ServiceContext, 'db'>, kind: StepKind): readonly JobRecord[] {
  return succeededJobs(db, kind.id, REMEMBERED).filter(job => !job.reused && job.startedMs !== null && job.finishedMs !== null);
}

export type ReadData = (manifestHash: string) => Promise<DataOutlook | null>;

/** Manifests by hash, each read once; null for one that is gone. */
export function createDataReader({ readArtifact }: Pick<ServiceContext, 'readArtifact'>): ReadData {
  const known = new Map<string, Promise<DataOutlook | null>>();
  return hash => {
    const found =
      known.get(hash) ??
      readArtifact(hash)
        .then(bytes => ({ ...outlookOfManifest(JSON.parse(new TextDecoder().decode(bytes)) as DatasetManifest), manifest: hash }))
        .catch(() => null);
    known.set(hash, found);
    return found;
  };
}

export async function rememberJob(
  { catalog, db, cores }: Pick<ServiceContext, 'catalog' | 'db' | 'cores'>,
  kind: StepKind,
  { job, readData, isShared }: { readonly job: JobRecord; readonly readData: ReadData; readonly isShared: boolean },
): Promise<RememberedJob | null> {
  const { values, atOnce } = isShared ? sharedWork(db, job, cores) : { values: (job.input as JobInput).values, atOnce: 1 };
  const { inputs } = job.input as JobInput;
  const outputs = Object.values(inputs)
    .flat()
    .map(({ output }) => output);
  const read = outputs.filter(isModel);
  const models = read.length > 0 ? read : [madeBy(job.output)].filter(isModel);
  const dataHash = outputs.find(output => output.kind === 'data')?.manifest.hash ?? models[0]?.data.hash;
  const data = dataHash === undefined ? null : await readData(dataHash);
  if (data === null) return null;
  // A student is described, its teachers are read: both count, as they do in a forecast. Trials are described by their space.
  const own = models.length > 0 && read.length === 0 ? 0 : describedWork(catalog, kind, { values, data });
  const multiplyAdds = models.reduce((sum, { summary }) => sum + summary.size.multiplyAdds, own);
  const all = workIn({ ...kind, values }, { counts: data.counts, multiplyAdds });
  const ms = durationOf(job);
  if (all === null || ms <= 0) return null;
  return { jobId: job.id, runId: job.runId, step: job.step, ms, work: all / atOnce, traits: traitsOf(kind, values, catalog) };
}

/** Of a process that shared its work: what all of them had to do, and how many were at it at once. */
function sharedWork(db: ServiceContext['db'], job: JobRecord, cores: number) {
  const { values, facts } = job.input as JobInput;
  return { values: withControlOf(db, job, values), atOnce: sideBySide(Number(facts['parts']), cores) };
}

function durationOf({ startedMs, finishedMs }: JobRecord): number {
  return (finishedMs ?? 0) - (startedMs ?? 0);
}

function describedWork(...question: Parameters<typeof describedTraining>): number {
  const training = describedTraining(...question);
  return training === null ? 0 : costsOf(training.graph).total.multiplyAdds;
}

/** One of the models a part of a step made stands for all. */
function madeBy(output: StepOutput | null): StepOutput | null {
  return output?.kind === 'part' ? (output.whole ?? output.members[0]?.model ?? null) : output;
}

function isModel(output: StepOutput | null): output is ModelOutput {
  return output?.kind === 'model';
}

/**
 * The time of this much work, scaled from the earlier job that is most like it: nearest in work on a log scale, each
 * algorithm that differs counting as half as much again. Null when there is none.
 */
export function timeLike(jobs: readonly RememberedJob[], work: number, traits: ReadonlySet<string>): TimeForecast | null {
  const distance = (job: RememberedJob): number => Math.abs(Math.log(work / job.work)) + TRAIT_FACTOR * differences(traits, job.traits);
  const [nearest] = jobs.toSorted((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return null;
  const { jobId, runId, step, ms } = nearest;
  const scale = work / nearest.work;
  return { ms: ms * scale, from: { jobId, runId, step, ms }, jobs: jobs.length, scale };
}

function differences(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter(trait => !b.has(trait)).length + [...b].filter(trait => !a.has(trait)).length;
}
