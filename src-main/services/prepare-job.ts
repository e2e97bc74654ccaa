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
  readonly earlier: JobRecord | null;
}

export async function prepareJob(context: ServiceContext, planned: PlannedJob, rows: readonly JobRecord[], recipeName: string): Promise<PreparedJob> {
  const { db, catalog, workspaceFolder } = context;
  const input = resolveJobInput(db, planned, rows, { workspaceFolder, recipeName });
  const kind = stepKinds.require(planned.step.do);
  const engine = kind.usesEngine ? await context.engineStatus() : null;
  const source = input.values['source'];
  const sourceFingerprint = kind.produces === 'data' && typeof source === 'string' ? await context.fingerprint(source) : null;
  const material = { step: planned.step, input, catalog, engineIdentity: engine?.identity ?? null, sourceFingerprint };
  const key = context.sha256(keyText(material));
  const found = findSucceeded(db, key);
  const earlier = found !== null && found.output !== null && (await isWhole(context, found.output)) ? found : null;
  return { input, key, engineId: engine?.chosen ?? '', engineIdentity: engine?.identity ?? null, earlier };
}

/** Whether everything an output names is still there. */
async function isWhole(context: ServiceContext, output: StepOutput): Promise<boolean> {
  const stored = await Promise.all(artifactsIn(output).map(({ hash }) => context.hasArtifact(hash)));
  const written = output.kind === 'files' ? await Promise.all(output.files.map(file => context.hasFile(file.path, file.sha256))) : [];
  return [...stored, ...written].every(Boolean);
}
