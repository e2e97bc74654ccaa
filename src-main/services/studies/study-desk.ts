import type { Trial } from '../../../src-shared/domain/study.ts';
import { AppFailure, toAppError } from '../../../src-shared/lib/app-error.ts';
import type { LaneQuestion, NextTask, StudyResult } from '../../engine/search/study/lane-messages.ts';
import { resultOf } from '../../engine/search/study/study-report.ts';
import { artifactsIn, dropReference, referenceArtifacts, type ArtifactOwner } from '../../stores/artifact-store.ts';
import { inTransaction } from '../../stores/database.ts';
import { finishStudy, getStudy, latestStudy, putTrials, setStudyElapsed, trialsOf, type StudyRecord } from '../../stores/study-store.ts';
import type { JobInput } from '../../jobs/job.ts';
import type { ServiceContext } from '../context.ts';
import { createLiveStudy, type LivePorts, type LiveStudy } from './live-study.ts';
import { openStudyRecord, type StudyAsker } from './open-study.ts';
import { studyPlanOf } from './study-plan-of.ts';

/** Where the processes of searches ask what to do, and tell what came of it. */
export interface StudyDesk {
  /** Rejects with what is wrong with the study as a whole. */
  answer(asker: StudyAsker, question: LaneQuestion): Promise<unknown>;
  /** As `answer` to a process that is only timed: nothing is begun, and what it tells is not kept. */
  rehearse(input: JobInput, question: LaneQuestion): Promise<unknown>;
  /** A process of a study has ended: `lost` when it could not say why. */
  left(asker: StudyAsker, how: 'lost' | 'stopped'): Promise<void>;
}

interface OpenStudy {
  readonly live: LiveStudy;
  /** Processes with nothing to do, by their place. */
  readonly waiting: Map<number, { readonly lanes: number; readonly answer: PromiseWithResolvers<NextTask> }>;
}

export function createStudyDesk(context: ServiceContext): StudyDesk {
  const open = new Map<string, Promise<OpenStudy>>();
  async function studyOf(asker: StudyAsker): Promise<OpenStudy> {
    const record = openStudyRecord(context, asker);
    const known = open.get(record.id) ?? openStudy(context, asker.input, record);
    open.set(record.id, known);
    // A space that contradicts itself is said to every process, and may be mended.
    known.catch(() => open.delete(record.id));
    return known;
  }
  return {
    async answer(asker, question) {
      if (question.about === 'result') return storedResult(context, asker.input, question.study);
      const study = await studyOf(asker);
      if (question.about === 'task') return taskFor(study, placeOf(asker));
      const { live } = study;
      const told = question.about === 'epoch' ? live.judge(question.trial, question) : live.end(question.trial, question.end, question.use);
      context.events.emit({ type: 'study-changed', studyId: live.id, runId: asker.runId, trial: question.trial });
      wake(study);
      return told ?? null;
    },
    async rehearse(input, question) {
      if (question.about !== 'task') return 'on';
      const plan = await studyPlanOf(context, input, { control: false, seed: input.seed });
      const live = createLiveStudy({ ...IMAGINED, plan });
      return live.next(0, 1);
    },
    async left(asker, how) {
      const study = await open.get(latestStudy(context.db, asker.studyKey, asker.runId)?.id ?? '');
      if (study === undefined) return;
      const { lane } = placeOf(asker);
      study.waiting.delete(lane);
      study.live.leave(lane, how);
      wake(study);
    },
  };
}

/** A study whose first trial is only looked at. */
const IMAGINED = { id: '', stored: [], elapsedMs: 0, monotonicMs: () => 0, keep: () => undefined, finish: () => undefined };

interface LanePlace {
  readonly lane: number;
  readonly lanes: number;
}

function placeOf({ input: { facts } }: StudyAsker): LanePlace {
  return { lane: Number(facts['part']), lanes: Number(facts['parts']) };
}

function taskFor(study: OpenStudy, { lane, lanes }: LanePlace): Promise<NextTask> {
  const next = study.live.next(lane, lanes);
  if (next !== 'wait') return Promise.resolve(settled(study, next));
  const answer = Promise.withResolvers<NextTask>();
  study.waiting.set(lane, { lanes, answer });
  return answer.promise;
}

/** Something was told: perhaps there is work for those who wait. */
function wake(study: OpenStudy): void {
  for (const [lane, { lanes, answer }] of [...study.waiting]) {
    try {
      const next = study.live.next(lane, lanes);
      if (next === 'wait') continue;
      study.waiting.delete(lane);
      answer.resolve(settled(study, next));
    } catch (thrown) {
      study.waiting.delete(lane);
      answer.reject(new AppFailure(toAppError(thrown)));
    }
  }
}

/** A study that found nothing is said to its processes, so that their run fails with the reason. */
function settled({ live }: OpenStudy, next: NextTask): NextTask {
  if ('done' in next) resultOf({ id: live.id, plan: live.plan, trials: live.trials(), elapsedMs: live.elapsedMs() });
  return next;
}

async function openStudy(context: ServiceContext, input: StudyAsker['input'], record: StudyRecord): Promise<OpenStudy> {
  const { db, monotonicMs, nowMs } = context;
  const { id, elapsedMs } = record;
  const live = createLiveStudy({
    ...{ id, elapsedMs, monotonicMs },
    plan: await studyPlanOf(context, input, record),
    stored: trialsOf(db, id),
    keep: change => keepTrials(context, id, change),
    finish: () => finishStudy(db, id, nowMs()),
  });
  return { live, waiting: new Map() };
}

/** The rows, and who needs which files: what a trial goes on from is needed until it has gone on. */
function keepTrials({ db, nowMs }: ServiceContext, id: string, { trials, before, elapsedMs }: Parameters<LivePorts['keep']>[0]): void {
  const owner: ArtifactOwner = { kind: 'job', id };
  inTransaction(db, () => {
    const needed = trials.flatMap(filesOf);
    for (const { hash } of before.flatMap(filesOf)) if (!needed.some(file => file.hash === hash)) dropReference(db, owner, hash);
    referenceArtifacts(db, owner, needed, nowMs());
    putTrials(db, id, trials);
    setStudyElapsed(db, id, elapsedMs);
  });
}

function filesOf({ checkpoint, model }: Trial): ReturnType<typeof artifactsIn> {
  return artifactsIn([checkpoint, model?.file]);
}

async function storedResult(context: ServiceContext, input: StudyAsker['input'], id: string): Promise<StudyResult> {
  const record = getStudy(context.db, id);
  if (record === null) throw new AppFailure({ code: 'not-found', message: `The workspace has no study '${id}'` });
  const plan = await studyPlanOf(context, input, record);
  return resultOf({ id, plan, trials: trialsOf(context.db, id), elapsedMs: record.elapsedMs });
}
