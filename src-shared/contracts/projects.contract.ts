import { z } from 'zod';
import { defineContract } from './define-contract.ts';

/** A workspace that was opened before. */
export const projectView = z.object({
  id: z.string(),
  name: z.string(),
  /** Its folder, to be read by a person; never taken back. */
  path: z.string(),
  openedMs: z.number(),
  /** False once its folder is gone. */
  isThere: z.boolean(),
  isCurrent: z.boolean(),
});
export type ProjectView = z.infer<typeof projectView>;

const opened = z.object({ id: z.string() });

/** Which workspace is open, and going to another one: what runs is interrupted and goes on when its project is opened again. */
export const projectsContract = defineContract({
  name: 'projects',
  calls: {
    /** Newest first. `canChoose`: whether main can show a dialog in which a folder is chosen. */
    list: {
      input: z.object({}),
      output: z.object({ projects: z.array(projectView), canChoose: z.boolean(), newIn: z.string() }),
    },
    /** Makes a project in a folder of its own, and opens it. */
    create: { input: z.object({ name: z.string().trim().min(1).max(200) }), output: opened },
    open: { input: z.object({ id: z.string() }), output: opened },
    /** By main's own dialog; null when the person gave up. */
    choose: { input: z.object({}), output: opened.nullable() },
    /** Takes it off the list; its folder stays. */
    forget: { input: z.object({ id: z.string() }), output: z.object({ wasListed: z.boolean() }) },
  },
  events: {
    /** Another project is open: nothing that a page knows holds any more. */
    opened: z.object({ seq: z.number().int(), id: z.string() }),
  },
});
