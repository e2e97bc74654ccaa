import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { id, jobView, progress, runView } from './views.ts';

export const runsContract = defineContract({
  name: 'runs',
  calls: {
    /** Newest first. */
    list: { input: z.object({ limit: z.number().int().min(1).max(10_000).default(200) }), output: z.array(runView) },
    /** `notes`: what a person should know of how its names were understood. */
    get: {
      input: z.object({ runId: id }),
      output: z.object({ run: runView, jobs: z.array(jobView), recipe: z.string(), notes: z.array(z.string()) }),
    },
    /** Checks the recipe, stores the run and starts it. */
    start: { input: z.object({ recipe: z.string().max(1_000_000), fresh: z.boolean().default(false) }), output: z.object({ runId: id }) },
    cancel: { input: z.object({ runId: id }), output: z.object({ wasRunning: z.boolean() }) },
    /** Stops at the next checkpoint, and stays so until it is resumed, over restarts too. False when it had ended already. */
    pause: { input: z.object({ runId: id }), output: z.object({ wasOpen: z.boolean() }) },
    /** Puts a run that waits or runs at this place of the queue, from 1; what runs goes on. */
    place: { input: z.object({ runId: id, place: z.number().int().min(1) }), output: z.object({ order: z.array(id) }) },
    /** From the lists, with its comparisons; models and data stay. What runs is refused. */
    remove: { input: z.object({ runIds: z.array(id).min(1).max(10_000) }), output: z.object({ removed: z.array(id) }) },
    restore: { input: z.object({ runIds: z.array(id).min(1).max(10_000) }), output: z.object({ restored: z.array(id) }) },
    /** An interrupted, failed or cancelled run goes on from its checkpoints. */
    resume: { input: z.object({ runId: id }), output: z.object({ runId: id }) },
    /** Down-sampled on main's side to at most `maxPoints` a series; NaN is kept. `after`: of these series only what comes after that step. */
    series: {
      input: z.object({
        jobId: id,
        maxPoints: z.number().int().min(10).max(5000).default(600),
        after: z.record(z.string().max(200), z.number()).default({}),
      }),
      output: z.array(z.object({ name: z.string(), steps: z.array(z.number()), values: z.array(z.number().or(z.nan()).nullable()) })),
    },
    logs: {
      input: z.object({ jobId: id, tail: z.number().int().min(1).max(5000).default(200) }),
      output: z.array(z.object({ atMs: z.number(), level: z.enum(['info', 'warn', 'error']), message: z.string() })),
    },
  },
  events: {
    /** Something about the run or one of its jobs changed: fetch it. `seq` counts up by one; a gap means fetch everything. */
    changed: z.object({ seq: z.number().int(), runId: id }),
    /** At most ten a second and job. */
    progress: z.object({
      seq: z.number().int(),
      runId: id,
      jobId: id,
      progress,
      /** Of each curve its newest finite point, if there is one since the event before: what is drawn until the curve is fetched. */
      newest: z.array(z.object({ name: z.string(), step: z.number(), value: z.number() })),
      remainingMs: z.number().nullable(),
      /** Of the whole run, about once a second; null in between. */
      run: z.object({ fraction: z.number().min(0).max(1), remainingMs: z.number().nullable() }).nullable(),
    }),
  },
});
