/**
 * Exported files against the figures of the issue, a part a file of test/bench/formats, one after the other. The workspace is kept
 * when one is named, so that it can be stopped and gone on with.
 * Run: npm run bench:formats [-- PART…] [--seeds 3] [--quick] [--workspace FOLDER]
 */
import { runParts } from './run-parts.ts';

await runParts(new URL('formats/', import.meta.url), 3);
