import type { DisagreementPage, ModelSettings } from '../../src-shared/contracts/compare.contract.ts';
import type { Split } from '../../src-shared/domain/dataset.ts';
import type { ComparisonReport } from '../../src-shared/domain/report.ts';
import type { ReportOutput } from '../../src-shared/domain/step-output.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { decodeAnswers, type Answers } from '../engine/evaluation/answers-file.ts';
import { answerOf, disagreementsOf, type Disagreement } from '../engine/evaluation/disagreements.ts';
import type { JobInput } from '../jobs/job.ts';
import type { ReadableDb } from '../stores/database.ts';
import { listDatasets } from '../stores/dataset-store.ts';
import { getJob, succeededJobs, type JobRecord } from '../stores/job-store.ts';
import { getModel } from '../stores/model-store.ts';
import { getRun } from '../stores/run-store.ts';
import type { ServiceContext } from './context.ts';
import { className, labelName, namesOf, readFacts, type DataFacts } from '../engine/data/dataset-facts.ts';
import { cellColumns, pictureShape, readItem } from './item-view.ts';
import { settingsIn } from './settings-of.ts';

export interface ComparisonRow {
  readonly jobId: string;
  readonly runId: string;
  readonly name: string;
  readonly runName: string;
  readonly finishedMs: number;
  readonly split: Split;
  readonly modelIds: string[];
}

export interface DisagreementsWanted {
  readonly jobId: string;
  readonly a: number;
  readonly b: number;
  readonly which: Disagreement;
  readonly offset: number;
  readonly limit: number;
}

/** What was measured side by side, and what the models were made with. Unknown ids throw `not-found`. */
export interface ComparisonService {
  /** Newest first. */
  list(): ComparisonRow[];
  get(jobId: string): ComparisonReport;
  /** Null when the comparison kept no answers. */
  disagreements(wanted: DisagreementsWanted): Promise<DisagreementPage | null>;
  /** In the order asked for; models that are gone are left out. */
  settings(modelIds: readonly string[]): ModelSettings[];
}

const MOST_LISTED = 500;

export function createComparisonService(context: ServiceContext): ComparisonService {
  const { db } = context;
  // One of each: a person looks at one comparison at a time.
  const recentAnswers = createRecent(async (hash: string) => decodeAnswers(await context.readArtifact(hash)));
  const recentFacts = createRecent((hash: string) => readFacts(context, hash));
  return {
    list: () => succeededJobs(db, 'compare', MOST_LISTED).flatMap(job => rowOf(db, job)),
    get: jobId => outputOf(db, jobId).report,
    async disagreements(wanted) {
      const { report, answers: file } = outputOf(db, wanted.jobId);
      checkPair(wanted, report.models.length);
      if (file === undefined) return null;
      const answers = await recentAnswers(file.hash);
      return pageOf(context, wanted, { answers, facts: await recentFacts(answers.data) });
    },
    settings: modelIds =>
      modelIds.flatMap(modelId => {
        const model = getModel(db, modelId);
        const input = model === null ? null : (getJob(db, model.jobId)?.input as JobInput | null | undefined);
        return input === null || input === undefined ? [] : [{ modelId, settings: settingsIn(input) }];
      }),
  };
}

/** Remembers the last one asked for. */
function createRecent<T>(load: (hash: string) => Promise<T>): (hash: string) => Promise<T> {
  let recent: { readonly hash: string; readonly value: Promise<T> } | null = null;
  return async hash => {
    if (recent?.hash !== hash) recent = { hash, value: load(hash) };
    const { value } = recent;
    value.catch(() => (recent = null));
    return value;
  };
}

function rowOf(db: ReadableDb, { id, runId, step, finishedMs, createdMs, output }: JobRecord): ComparisonRow[] {
  if (output?.kind !== 'report') return [];
  const { split, models } = output.report;
  const runName = getRun(db, runId)?.name ?? '';
  return [{ jobId: id, runId, name: step, runName, finishedMs: finishedMs ?? createdMs, split, modelIds: models.map(m => m.modelId) }];
}

function outputOf(db: ReadableDb, jobId: string): ReportOutput {
  const output = getJob(db, jobId)?.output;
  if (output?.kind === 'report') return output;
  throw new AppFailure({ code: 'not-found', message: `The workspace has no finished comparison '${jobId}'` });
}

function checkPair({ a, b }: DisagreementsWanted, models: number): void {
  const bad = [a, b].find(index => index >= models);
  if (bad === undefined) return;
  throw invalidInput(`A model of the comparison is required, from 0 to ${models - 1}, got ${bad}`, { path: 'a' });
}

interface Material {
  readonly answers: Answers;
  readonly facts: DataFacts;
}

async function pageOf(context: ServiceContext, wanted: DisagreementsWanted, { answers, facts }: Material): Promise<DisagreementPage> {
  const { manifest, itemsOf } = facts;
  const positions = disagreementsOf(answers, wanted, wanted.which);
  const split = itemsOf.get(answers.split) ?? new Uint32Array(0);
  const items = positions.slice(wanted.offset, wanted.offset + wanted.limit).map(async position => {
    const item = split[position] ?? 0;
    return {
      item,
      target: labelName(facts, item),
      answers: [wanted.a, wanted.b].map(model => {
        const { answer, confidence, labels } = answerOf(answers, model, position);
        return { answer: labels === undefined ? className(facts, answer) : namesOf(facts, labels), confidence };
      }),
      ...(await readItem(context, manifest, item)),
    };
  });
  return {
    total: positions.length,
    dataId: listDatasets(context.db).find(data => data.output.manifest.hash === answers.data)?.id ?? null,
    shape: pictureShape(manifest),
    columns: cellColumns(manifest),
    items: await Promise.all(items),
  };
}
