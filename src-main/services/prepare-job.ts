import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import { stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import type { JobInput } from '../jobs/job.ts';
import { artifactsIn } from '../stores/artifact-store.ts';
import { findSucceeded, type JobRecord } from '../stores/job-store.ts';
import type { ServiceContext } from './context.ts';
import { resolveJobInput } from './job-inputs.ts';
import { keyText } from './job-key.ts';
import type { PlannedJob } from './plan-jobs.ts';

/** A job whose inputs are known: what it computes from, its content key, and an earlier result of that key if one is still whole. */
export interface PreparedJob {
  readonly input: JobInput;
  readonly key: string;
  readonly engineId: string;
  readonly engineIdentity: string | null;
  /** Threads of the engine; 1 for a step that uses none. */
  readonly threads: number;
  readonly earlier: EarlierResult | null;
}

export interface EarlierResult {
  readonly output: StepOutput;
  readonly entityId: string | null;
}

export async function prepareJob(
  context: ServiceContext,
  planned: PlannedJob,
  rows: readonly JobRecord[],
  recipeName: string,
): Promise<PreparedJob> {
  const { catalog, workspaceFolder } = context;
  const input = resolveJobInput(context.db, planned, rows, { workspaceFolder, recipeName });
  const kind = stepKinds.require(planned.step.do);
  const engine = kind.usesEngine ? await context.engineStatus() : null;
  const sourceFingerprint = kind.produces === 'data' ? await context.fingerprint(String(input.values['source'])) : null;
  const material = { step: planned.step, input, catalog, engineIdentity: engine?.identity ?? null, sourceFingerprint };
  const key = context.sha256(keyText(material));
  const earlier = await findEarlier(context, key);
  return { input, key, engineId: engine?.chosen ?? '', engineIdentity: engine?.identity ?? null, threads: engine?.threads ?? 1, earlier };
}

async function findEarlier(context: ServiceContext, key: string): Promise<EarlierResult | null> {
  const found = findSucceeded(context.db, key);
  if (found === null || found.output === null) return null;
  return (await isWhole(context, found.output)) ? { output: found.output, entityId: found.entityId } : null;
}

/** Whether everything an output names is still there. */
async function isWhole(context: ServiceContext, output: StepOutput): Promise<boolean> {
  const stored = await Promise.all(artifactsIn(output).map(({ hash }) => context.hasArtifact(hash)));
  const written = output.kind === 'files' ? await Promise.all(output.files.map(file => context.hasFile(file.path, file.sha256))) : [];
  return [...stored, ...written].every(Boolean);
}
