import type { LatencyFigures } from '../../src-shared/domain/report.ts';
import type { ReadableDb } from '../stores/database.ts';
import { succeededJobs } from '../stores/job-store.ts';

/** Comparisons that are searched for a latency. */
const COMPARISONS = 50;

/** Of each model, from the newest comparison it was in; models that were in none are left out. */
export function measuredLatencies(db: ReadableDb, modelIds: readonly string[]): ReadonlyMap<string, LatencyFigures> {
  const found = new Map<string, LatencyFigures>();
  for (const { output } of succeededJobs(db, 'compare', COMPARISONS)) {
    if (output?.kind !== 'report') continue;
    for (const { modelId, latency } of output.report.models) {
      if (modelIds.includes(modelId) && !found.has(modelId)) found.set(modelId, latency);
    }
  }
  return found;
}
