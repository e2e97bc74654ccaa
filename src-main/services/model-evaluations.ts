import type { EvaluationRow, FileRow, LatencyRow, ModelUses } from '../../src-shared/contracts/models.contract.ts';
import type { ReadableDb } from '../stores/database.ts';
import { readersOf, type MakerRecord } from '../stores/lineage-store.ts';
import { requireModels } from './models.ts';

/** Where this model was measured, alone or beside others, and the files exported from it; newest first. Throws `not-found`. */
export function modelUses(db: ReadableDb, id: string): ModelUses {
  const modelId = requireModels(db, id)[0]!.id;
  const readers = [...readersOf(db, modelId)].reverse();
  return {
    evaluations: readers.flatMap(reader => evaluationsIn(reader, modelId)),
    files: readers.flatMap(filesIn),
    latencies: readers.flatMap(latenciesIn),
  };
}

function evaluationsIn({ jobId, runId, step, kind, finishedMs, output }: MakerRecord, modelId: string): readonly EvaluationRow[] {
  const place = { jobId, runId, step, kind, atMs: finishedMs };
  if (output.kind === 'evaluation') return [{ ...place, evaluation: output.evaluation, latency: null, beside: 0 }];
  if (output.kind !== 'report') return [];
  const { models } = output.report;
  return models
    .filter(model => model.modelId === modelId)
    .map(({ evaluation, latency }) => ({ ...place, evaluation, latency, beside: models.length - 1 }));
}

function filesIn({ jobId, runId, step, finishedMs, output }: MakerRecord): readonly FileRow[] {
  if (output.kind !== 'files') return [];
  return output.files.map(file => ({ ...file, jobId, runId, step, atMs: finishedMs }));
}

function latenciesIn({ jobId, runId, step, finishedMs, output }: MakerRecord): readonly LatencyRow[] {
  return output.kind === 'latency' ? [{ jobId, runId, step, atMs: finishedMs, report: output.report }] : [];
}
