import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import type { ReadableDb } from './database.ts';
import { fromJson } from './rows.ts';

/** A job that made something, and the ids of what it read. */
export interface MakerRecord {
  readonly jobId: string;
  readonly runId: string;
  readonly runName: string;
  readonly step: string;
  readonly kind: string;
  readonly replicate: number | null;
  readonly startedMs: number | null;
  readonly finishedMs: number;
  readonly entityId: string | null;
  readonly givenName: string | null;
  readonly deleted: boolean;
  readonly output: StepOutput;
  readonly inputs: readonly { readonly role: string; readonly id: string }[];
}

interface MakerRow extends Omit<MakerRecord, 'deleted' | 'output' | 'inputs'> {
  readonly deletedMs: number | null;
  readonly outputJson: string;
  readonly inputsJson: string | null;
}

/** Field and id of everything an input names. */
const INPUTS = `
  (SELECT json_group_array(json_object('role', field.key, 'id', read.value ->> 'id'))
   FROM json_each(jobs.input_json, '$.inputs') AS field, json_each(field.value) AS read)`;

const SELECT = `
  SELECT jobs.id AS jobId, jobs.run_id AS runId, runs.name AS runName, jobs.step, jobs.kind, jobs.replicate, jobs.started_ms AS startedMs,
         jobs.finished_ms AS finishedMs, jobs.entity_id AS entityId, models.given_name AS givenName,
         coalesce(models.deleted_ms, datasets.deleted_ms) AS deletedMs, jobs.output_json AS outputJson, ${INPUTS} AS inputsJson
  FROM jobs JOIN runs ON runs.id = jobs.run_id
    LEFT JOIN models ON models.id = jobs.entity_id
    LEFT JOIN datasets ON datasets.id = jobs.entity_id
  WHERE jobs.state = 'succeeded' AND jobs.reused = 0`;

/** Every job that made data, a model or files itself, oldest first; what was deleted since is marked. */
export function listMakers(db: ReadableDb): readonly MakerRecord[] {
  return db
    .prepare<[], MakerRow>(
      `${SELECT} AND (jobs.entity_id IS NOT NULL OR jobs.output_json ->> '$.kind' = 'files') ORDER BY jobs.finished_ms, jobs.id`,
    )
    .all()
    .map(recordOf);
}

/** Jobs of any kind that read this data set or model and computed something themselves, oldest first. */
export function readersOf(db: ReadableDb, entityId: string): readonly MakerRecord[] {
  const reads = `EXISTS (SELECT 1 FROM json_each(jobs.input_json, '$.inputs') AS field, json_each(field.value) AS read
                         WHERE read.value ->> 'id' = ?)`;
  return db
    .prepare<[string, string], MakerRow>(`${SELECT} AND instr(jobs.input_json, ?) > 0 AND ${reads} ORDER BY jobs.finished_ms, jobs.id`)
    .all(entityId, entityId)
    .map(recordOf);
}

function recordOf({ deletedMs, outputJson, inputsJson, ...row }: MakerRow): MakerRecord {
  return {
    ...row,
    deleted: deletedMs !== null,
    output: JSON.parse(outputJson) as StepOutput,
    inputs: fromJson<MakerRecord['inputs']>(inputsJson) ?? [],
  };
}
