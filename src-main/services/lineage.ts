import type { Lineage, LineageFact } from '../../src-shared/domain/lineage/lineage.ts';
import { lineageOf } from '../../src-shared/domain/lineage/lineage-of.ts';
import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import type { ReadableDb } from '../stores/database.ts';
import { listMakers, type MakerRecord } from '../stores/lineage-store.ts';

/** What the workspace holds and where it came from, from the jobs' inputs and results. */
export function lineage(db: ReadableDb): Lineage {
  return lineageOf(listMakers(db).flatMap(maker => factOf(maker)));
}

type Made = Pick<LineageFact, 'kind' | 'epochs' | 'figures' | 'validation' | 'formats'> & { readonly ms?: number };

function factOf({ output, kind, startedMs, finishedMs, ...maker }: MakerRecord): readonly LineageFact[] {
  const made = madeBy(output);
  if (made === null) return [];
  const ms = Math.max(0, finishedMs - (startedMs ?? finishedMs));
  return [{ ...maker, stepKind: kind, createdMs: finishedMs, ms, ...made }];
}

/** Null for what is no thing of its own: reports and evaluations. */
function madeBy(output: StepOutput): Made | null {
  const none = { epochs: null, figures: {}, validation: {}, formats: [] };
  if (output.kind === 'data') {
    const { items, splits } = output.summary;
    return { ...none, kind: 'data', figures: { items, ...splits } };
  }
  if (output.kind === 'model') {
    const { size, validation, epochs, trainingMs } = output.summary;
    // Training alone: a job that was paused, or waited for its engine to be chosen, took longer.
    return { ...none, kind: 'model', figures: { ...size }, validation, epochs: epochs.run, ms: trainingMs };
  }
  if (output.kind !== 'files') return null;
  const figures = {
    files: output.files.length,
    bytes: output.files.reduce((sum, file) => sum + file.bytes, 0),
    maxDifference: Math.max(...output.files.map(file => file.verification.maxDifference)),
  };
  return { ...none, kind: 'files', figures, formats: output.files.map(file => file.format) };
}
