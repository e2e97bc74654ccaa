import type { EngineChoice } from '../../src-shared/domain/engine-choice.ts';
import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import type { JobInput } from '../jobs/job.ts';
import { artifactsIn } from '../stores/artifact-store.ts';
import { findSucceeded, type JobRecord } from '../stores/job-store.ts';
import { getRun } from '../stores/run-store.ts';
import { chooseJobEngine } from './choose-job-engine.ts';
import type { ServiceContext } from './context.ts';
import { resolveJobInput } from './job-inputs.ts';
import { keyText, type KeyMaterial } from './job-key.ts';
import type { PlannedJob } from './plan-jobs.ts';
import { sourcesOf } from './recipe-paths.ts';
import type { ActiveRun, RunState } from './run-state.ts';

/** A job whose inputs are known: what it computes from, its content key, and an earlier result of that key if one is still whole. */
export interface PreparedJob {
  readonly input: JobInput;
  readonly key: string;
  /** Null for a step that uses none. */
  readonly engine: EngineChoice | null;
  readonly earlier: EarlierResult | null;
  /** Of a part of a step: the key of what all its parts work on together. */
  readonly sharedKey: string | null;
}

export interface EarlierResult {
  readonly output: StepOutput;
  readonly entityId: string | null;
}

export interface ReadyJob {
  readonly run: ActiveRun;
  readonly planned: PlannedJob;
  readonly row: JobRecord;
  /** Of the whole run. */
  readonly rows: readonly JobRecord[];
}

/** Null when the job has to wait until its engine can be chosen. */
export async function prepareJob(state: RunState, { run, planned, row, rows }: ReadyJob): Promise<PreparedJob | null> {
  const { context } = state;
  const { catalog, workspaceFolder } = context;
  const input = resolveJobInput(context.db, planned, rows, {
    workspaceFolder,
    recipeName: run.recipe.name,
    recipeText: getRun(context.db, run.id)?.recipe ?? null,
  });
  const engine = await chooseJobEngine(state, { run, planned, jobId: row.id, input });
  if (engine === 'wait') return null;
  const sourceFingerprint = await fingerprintOf(sourcesOf(planned.step, catalog), context);
  const material = { step: planned.step, input, catalog, engineIdentity: engine?.identity ?? null, sourceFingerprint };
  const key = context.sha256(keyText(material));
  const earlier = await findEarlier(context, key);
  return { input, key, engine, earlier, sharedKey: planned.part === undefined ? null : context.sha256(keyText(asWhole(material))) };
}

/** Of what a step reads from outside: of one source its own, of several that of all. */
async function fingerprintOf(sources: readonly string[], context: ServiceContext): Promise<string | null> {
  const each = await Promise.all(sources.map(source => context.fingerprint(source)));
  return each.length > 1 ? context.sha256(each.join(' ')) : (each[0] ?? null);
}

function asWhole(material: KeyMaterial): KeyMaterial {
  const { part: _part, parts: _parts, ...facts } = material.input.facts;
  return { ...material, input: { ...material.input, facts } };
}

async function findEarlier(context: ServiceContext, key: string): Promise<EarlierResult | null> {
  const found = findSucceeded(context.db, key);
  if (found === null || found.output === null) return null;
  return (await isWhole(context, found.output)) ? { output: found.output, entityId: found.entityId } : null;
}

/** Whether everything an output names is still there. */
async function isWhole(context: ServiceContext, output: StepOutput): Promise<boolean> {
  const stored = await Promise.all(artifactsIn(output).map(({ hash }) => context.hasArtifact(hash)));
  const outside = output.kind === 'files' ? output.files : output.kind === 'predictions' ? [output.file] : [];
  const written = await Promise.all(outside.map(file => context.hasFile(file.path, file.sha256)));
  return [...stored, ...written].every(Boolean);
}
