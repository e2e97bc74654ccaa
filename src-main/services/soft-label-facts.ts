import type { DistillationReport } from '../../src-shared/domain/distillation.ts';
import { distill } from '../../src-shared/domain/recipe/steps/distill.step.ts';
import { squash } from '../../src-shared/domain/recipe/steps/squash.step.ts';
import type { JobInput } from '../jobs/job.ts';
import type { ReadableDb } from '../stores/database.ts';
import { succeededJobs } from '../stores/job-store.ts';

/** Earlier distillations that are looked through. */
const SEEN = 200;
/** The most that are told of: they differ in their transfer sets and engines, which the job compares. */
const TOLD = 8;

/**
 * Files of soft labels that earlier distillations with these models made, the newest first, for the job to take what fits
 * instead of asking the teachers again. Told as a fact: what a step computes does not depend on it.
 */
export function softLabelFacts(db: ReadableDb, step: string, inputs: JobInput['inputs']): Readonly<Record<string, string>> {
  if (step !== distill.id && step !== squash.id) return {};
  const models = new Set(
    Object.values(inputs)
      .flat()
      .flatMap(({ output }) => (output.kind === 'model' ? [output.file.hash] : [])),
  );
  const reports = [distill.id, squash.id].flatMap(kind => succeededJobs(db, kind, SEEN)).flatMap(({ output }) => reportOf(output));
  const fitting = reports.filter(({ softLabelSource }) => softLabelSource?.teachers.every(hash => models.has(hash)));
  const hashes = [...new Set(fitting.map(({ softLabels }) => softLabels.hash))].slice(0, TOLD);
  return hashes.length === 0 ? {} : { softLabels: hashes.join(' ') };
}

function reportOf(output: unknown): readonly DistillationReport[] {
  const report = (output as { summary?: { distillation?: DistillationReport } } | null)?.summary?.distillation;
  return report === undefined ? [] : [report];
}
