import { getStudy, listStudies } from '../../stores/study-store.ts';
import type { JobRecord } from '../../stores/job-store.ts';
import type { ServiceContext } from '../context.ts';

type Db = ServiceContext['db'];
type Values = Readonly<Record<string, unknown>>;

const STUDIES = 1000;

/** Processes that are at work at once: no more than there are cores for. */
export function sideBySide(lanes: number, cores: number): number {
  return Math.max(1, Math.min(Number.isFinite(lanes) ? lanes : 1, cores));
}

/**
 * The fields of a search with it settled whether random search will stand beside it: of control `first` that goes by the searches
 * there were of this data. Data that is not imported yet had none.
 */
export function withControl(db: Db, values: Values, manifest: string | undefined): Values {
  if (values['control'] !== 'first') return values;
  const hadOne = listStudies(db, STUDIES).some(({ data, control }) => control && data === manifest);
  return { ...values, control: hadOne ? 'never' : 'always' };
}

/** The fields of a search that ran, with what became of its control. */
export function withControlOf(db: Db, job: JobRecord, values: Values): Values {
  if (values['control'] !== 'first') return values;
  const study = studyOf(job);
  return { ...values, control: study !== null && getStudy(db, study)?.control === true ? 'always' : 'never' };
}

/** Of every study the process that was at work longest: one that came late found it done, and says nothing of what it takes. */
export function longestLanes(jobs: readonly JobRecord[]): readonly JobRecord[] {
  const longest = new Map<string, JobRecord>();
  for (const job of jobs) {
    const study = studyOf(job) ?? job.id;
    const known = longest.get(study);
    if (known === undefined || durationOf(job) > durationOf(known)) longest.set(study, job);
  }
  return [...longest.values()];
}

function durationOf({ startedMs, finishedMs }: JobRecord): number {
  return (finishedMs ?? 0) - (startedMs ?? 0);
}

function studyOf({ output }: JobRecord): string | null {
  return output?.kind === 'part' ? (output.study ?? null) : null;
}
