import type { LayerRow } from '../../src-shared/contracts/models.contract.ts';
import type { DataRow, ModelRow } from '../../src-shared/contracts/views.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import { decodeModel } from '../engine/formats/native.ts';
import { costsOf } from '../engine/graph/costs.ts';
import type { ReadableDb } from '../stores/database.ts';
import { listDatasets } from '../stores/dataset-store.ts';
import { findModels, listModels, type ModelRecord } from '../stores/model-store.ts';
import { noSuchModel } from './not-there.ts';

/** Of one number of a layer's result. */
const FLOAT_BYTES = 4;

export interface ModelDetail {
  readonly model: ModelRow;
  readonly graph: ModelGraph;
  readonly layers: readonly LayerRow[];
  /** For one item, when each result is freed after its last reader. */
  readonly peakActivationBytes: number;
}

/** Newest first. */
export function modelRows(db: ReadableDb): readonly ModelRow[] {
  return rowsOf(db, listModels(db));
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
  const costs = costsOf(graph, parameters, masks);
  const layers = costs.layers.map(({ name, layer, outputShape, parameters: count, nonZeros, multiplyAdds, activations }) => ({
    name,
    layer,
    outputShape,
    parameters: count,
    nonZeros,
    multiplyAdds,
    activationBytes: activations * FLOAT_BYTES,
  }));
  const { peakActivationBytes } = costs.total;
  return { model: rowOf(record, dataNamesOf(db)), graph, layers, peakActivationBytes };
}

/** Throws `not-found` when the id or name stands for none. */
export function requireModels(db: ReadableDb, idOrName: string): readonly ModelRecord[] {
  const records = findModels(db, idOrName);
  if (records.length > 0) return records;
  throw noSuchModel(db, idOrName);
}

/** The rows that screens and the command line show. */
export function rowsOf(db: ReadableDb, records: readonly ModelRecord[]): readonly ModelRow[] {
  const dataNames = dataNamesOf(db);
  return records.map(record => rowOf(record, dataNames));
}

/** Hash of a manifest → name of its data set; the newest one's where several have it. */
function dataNamesOf(db: ReadableDb): ReadonlyMap<string, string> {
  return new Map([...listDatasets(db)].reverse().map(({ name, output }) => [output.manifest.hash, name]));
}

function rowOf(record: ModelRecord, dataNames: ReadonlyMap<string, string>): ModelRow {
  const { id, name: step, givenName, note, starred, tags, replicate, kind, runId, runName, jobId, createdMs, output } = record;
  return {
    ...{
      id,
      name: givenName ?? step,
      step,
      givenName,
      note,
      starred,
      tags: [...tags],
      replicate,
      kind,
      runId,
      runName,
      jobId,
      createdMs,
      output,
    },
    dataName: dataNames.get(output.data.hash) ?? null,
  };
}
