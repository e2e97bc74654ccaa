import type { LayerRow } from '../../src-shared/contracts/models.contract.ts';
import type { DataRow, ModelRow } from '../../src-shared/contracts/views.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { ComparisonReport } from '../../src-shared/domain/report.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { decodeModel } from '../engine/formats/native.ts';
import { costsOf } from '../engine/graph/costs.ts';
import { dropReferences } from '../stores/artifact-store.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../stores/database.ts';
import { listDatasets } from '../stores/dataset-store.ts';
import { getJob, succeededJobs } from '../stores/job-store.ts';
import { deleteModel, findModels, listModels, type ModelRecord } from '../stores/model-store.ts';
import { getRun } from '../stores/run-store.ts';

export interface ModelDetail {
  readonly model: ModelRow;
  readonly graph: ModelGraph;
  readonly layers: readonly LayerRow[];
}

export function modelRows(db: ReadableDb): readonly ModelRow[] {
  return listModels(db).map(rowOf);
}

export function dataRows(db: ReadableDb): readonly DataRow[] {
  return listDatasets(db).map(({ id, name, jobId, createdMs, output }) => ({ id, name, jobId, createdMs, output }));
}

/** By id, or the newest of that name (its first replicate). Throws `not-found`. */
export async function modelDetail(
  db: ReadableDb,
  idOrName: string,
  readArtifact: (hash: string) => Promise<Uint8Array>,
): Promise<ModelDetail> {
  const record = requireModels(db, idOrName)[0]!;
  const { graph, parameters, masks } = decodeModel(await readArtifact(record.output.file.hash));
  const layers = costsOf(graph, parameters, masks).layers.map(
    ({ name, layer, outputShape, parameters: count, nonZeros, multiplyAdds }) => ({
      name,
      layer,
      outputShape,
      parameters: count,
      nonZeros,
      multiplyAdds,
    }),
  );
  return { model: rowOf(record), graph, layers };
}

/** The model, or every replicate a name stands for. Their files go with the next clean-up, unless something else needs them. */
export function deleteModels(db: WritableDb, idOrName: string, nowMs: number): readonly ModelRow[] {
  const records = requireModels(db, idOrName);
  inTransaction(db, () => {
    for (const { id } of records) {
      deleteModel(db, id, nowMs);
      dropReferences(db, { kind: 'model', id });
    }
  });
  return records.map(rowOf);
}

export interface ComparisonRow {
  readonly jobId: string;
  readonly runId: string;
  readonly name: string;
  readonly runName: string;
  readonly finishedMs: number;
}

export function comparisonRows(db: ReadableDb): ComparisonRow[] {
  return succeededJobs(db, 'compare', 500).map(job => ({
    jobId: job.id,
    runId: job.runId,
    name: job.step,
    runName: getRun(db, job.runId)?.name ?? '',
    finishedMs: job.finishedMs ?? job.createdMs,
  }));
}

export function comparisonOf(db: ReadableDb, jobId: string): ComparisonReport {
  const job = getJob(db, jobId);
  if (job?.output?.kind === 'report') return job.output.report;
  throw new AppFailure({ code: 'not-found', message: `The workspace has no finished comparison '${jobId}'` });
}

function requireModels(db: ReadableDb, idOrName: string): readonly ModelRecord[] {
  const records = findModels(db, idOrName);
  if (records.length > 0) return records;
  throw new AppFailure({
    code: 'not-found',
    message: `The workspace has no model '${idOrName}'`,
    hint: "'espalier models list' shows what is there.",
  });
}

function rowOf({ id, name, replicate, kind, runId, jobId, createdMs, output }: ModelRecord): ModelRow {
  return { id, name, replicate, kind, runId, jobId, createdMs, output };
}
