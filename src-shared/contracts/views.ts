import { z } from 'zod';
import type { EngineChoice } from '../domain/engine-choice.ts';
import { JOB_STATES, STAGES } from '../domain/job-state.ts';
import type { ComparisonReport } from '../domain/report.ts';
import type { StepOutput } from '../domain/step-output.ts';
import { APP_ERROR_CODES, type AppError, type ErrorPicture } from '../lib/app-error.ts';

/** What several contracts show. Values made by main itself are typed, not checked again field by field (`made`). */
export function made<T>(): z.ZodType<T, T> {
  return z.custom<T>(value => value !== undefined);
}

export const id = z.string().min(1).max(100);

export const appError = z.object({
  code: z.enum(APP_ERROR_CODES),
  message: z.string(),
  path: z.string().optional(),
  hint: z.string().optional(),
  id: z.string().optional(),
  picture: made<ErrorPicture>().optional(),
  deleted: z.object({ to: z.enum(['model', 'data']), id }).optional(),
  // zod's optional admits an explicit undefined, which JSON can't carry.
}) as unknown as z.ZodType<AppError, AppError>;

export const progress = z.object({
  fraction: z.number().min(0).max(1),
  stage: z.enum(STAGES),
  epoch: z.number().optional(),
  epochs: z.number().optional(),
  step: z.number().optional(),
  steps: z.number().optional(),
  loss: z.number().or(z.nan()).optional(),
  itemsPerSecond: z.number().optional(),
  items: z.number().optional(),
});

export const jobView = z.object({
  id,
  runId: id,
  /** Step name in the recipe. */
  step: z.string(),
  /** Step kind. */
  kind: z.string(),
  /** From 0; null when the step does not repeat. */
  replicate: z.number().int().nullable(),
  state: z.enum(JOB_STATES),
  /** The last one reported; null before the first. */
  progress: progress.nullable(),
  /** Milliseconds the job should still take; null when not known. */
  remainingMs: z.number().nullable(),
  createdMs: z.number(),
  startedMs: z.number().nullable(),
  finishedMs: z.number().nullable(),
  error: appError.nullable(),
  /** The step was not run again: its result was in the workspace. */
  reused: z.boolean(),
  output: made<StepOutput>().nullable(),
  /** Model or data set the job made. */
  entityId: z.string().nullable(),
  /** Identity of what computes it; null for a step without an engine, or not yet chosen. */
  engine: z.string().nullable(),
  engineChoice: made<EngineChoice>().nullable(),
});
export type JobView = z.infer<typeof jobView>;

export const runView = z.object({
  id,
  name: z.string(),
  state: z.enum(JOB_STATES),
  createdMs: z.number(),
  startedMs: z.number().nullable(),
  finishedMs: z.number().nullable(),
  error: appError.nullable(),
  /** Share of all its steps done, in [0, 1]. */
  fraction: z.number().min(0).max(1),
  /** Jobs that have not ended, and those of them that compute now. */
  open: z.number().int(),
  working: z.number().int(),
  /** Milliseconds until what computes now should be done; null when not known. */
  remainingMs: z.number().nullable(),
  /** From 1 among the runs that wait or run; null for all others. */
  place: z.number().int().nullable(),
  /** A person wants it to wait; it stops at its next checkpoint, and no restart resumes it. */
  paused: z.boolean(),
  /** It can be restored. */
  deleted: z.boolean(),
});
export type RunView = z.infer<typeof runView>;

export const modelRow = z.object({
  id,
  /** What people call it: a given name, else its step's. */
  name: z.string(),
  /** Name of the step that made it; replicates share it, and it decides the colour on every screen. */
  step: z.string(),
  givenName: z.string().nullable(),
  note: z.string(),
  starred: z.boolean(),
  /** Ascending. */
  tags: z.array(z.string()),
  replicate: z.number().int().nullable(),
  /** Step kind that made it. */
  kind: z.string(),
  runId: id,
  runName: z.string(),
  jobId: id,
  createdMs: z.number(),
  /** Of the data set it was trained on; null when that was deleted. */
  dataName: z.string().nullable(),
  output: made<Extract<StepOutput, { kind: 'model' }>>(),
});
export type ModelRow = z.infer<typeof modelRow>;

export const dataRow = z.object({
  id,
  name: z.string(),
  jobId: id,
  createdMs: z.number(),
  output: made<Extract<StepOutput, { kind: 'data' }>>(),
});
export type DataRow = z.infer<typeof dataRow>;

export const comparisonReport = made<ComparisonReport>();
