import { z } from 'zod';
import { defineContract } from './define-contract.ts';

/** What came into the workspace: a file, or a folder of files that came together. */
export const uploaded = z.object({
  /** As a recipe names it: relative to the workspace, `uploads/…`. */
  source: z.string(),
  name: z.string(),
  bytes: z.number().int().nonnegative(),
});
export type Uploaded = z.infer<typeof uploaded>;

/** Of one file; a larger one is refused before anything is written. */
export const MOST_UPLOAD_BYTES = 64 * 1024 ** 3;
/** Of one drop. */
export const MOST_UPLOAD_FILES = 100_000;
/** Electron's preload script to main: the path of a file that was dropped; main answers with its id, or null. No contract: pages can't call it. */
export const OFFER_CHANNEL = 'host:offer';

/** Where a file's bytes are put in the browser mode: `POST /uploads?batch=…&path=…`, the body as it is. */
export const UPLOAD_PATH = '/uploads';

/**
 * Files on their way into the workspace. The files of one drop share a batch. In the browser mode the bytes come over HTTP
 * to `UPLOAD_PATH`; in Electron main reads the file itself, under an id it gave for the path, which the page never learns.
 */
export const uploadsContract = defineContract({
  name: 'uploads',
  calls: {
    /** Room for files that come together. Refused with `disk-full` when they can't fit. */
    begin: {
      input: z.object({
        /** What it will be called: the file's own name, or the folder's. */
        name: z.string().min(1).max(1000),
        files: z.number().int().min(1).max(MOST_UPLOAD_FILES),
        bytes: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
      }),
      output: z.object({ batch: z.string() }),
    },
    /** Electron: main copies the file it knows as `file`. */
    take: { input: z.object({ batch: z.string(), path: z.string().max(4000), file: z.string() }), output: z.object({ bytes: z.number() }) },
    /** Everything has come: gives the batch its name in the workspace. */
    finish: { input: z.object({ batch: z.string() }), output: uploaded },
    /** Removes what has come of the batch. */
    abandon: { input: z.object({ batch: z.string() }), output: z.object({ wasOpen: z.boolean() }) },
  },
  events: {
    /** A few times a second while bytes come. */
    progress: z.object({ seq: z.number().int(), batch: z.string(), bytes: z.number() }),
  },
});
