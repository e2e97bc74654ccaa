/**
 * Fusion against the figures of the issue, a part a file of test/bench/fusion, one after the other. The workspace is kept
 * when one is named, so that it can be stopped and gone on with.
 * Run: npm run bench:fusion [-- PART…] [--seeds 5 | 2-5] [--quick] [--workspace FOLDER]
 */
import { runParts } from './run-parts.ts';

await runParts(new URL('fusion/', import.meta.url), 5);
