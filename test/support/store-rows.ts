import type { DataOutput, ModelOutput } from '../../src-shared/domain/step-output.ts';
import type { WritableDb } from '../../src-main/stores/database.ts';
import { finishJob, insertJobs, moveJob, setJobInput, type NewJob } from '../../src-main/stores/job-store.ts';
import { insertRun } from '../../src-main/stores/run-store.ts';
import type { LockHolder } from '../../src-main/stores/workspace-lock.ts';

export const HOLDER: LockHolder = { name: 'espalier serve', pid: 4242, host: 'bench', sinceMs: Date.UTC(2026, 0, 2) };

export const hash = (digit: string): string => digit.repeat(64);

export function aRun(db: WritableDb, id = 'run', createdMs = 1000): void {
  insertRun(db, { id, name: 'tour', recipe: 'espalier: 1', seed: 2 ** 40 + 1, fresh: false, engine: null, createdMs });
}

export function aJob(id: string, more: Partial<NewJob> = {}): NewJob {
  return { id, runId: 'run', step: 'net', kind: 'train', replicate: null, position: 0, seed: 1, createdMs: 1000, ...more };
}

/** A run with one job of that key that has succeeded. */
export function succeeded(
  db: WritableDb,
  id: string,
  key: string,
  finished: { nowMs: number; entityId?: string | null; reused?: boolean },
): void {
  aRun(db, `run-${id}`);
  insertJobs(db, [aJob(id, { runId: `run-${id}` })]);
  setJobInput(db, id, key, { name: 'net' });
  moveJob(db, id, 'running', { nowMs: finished.nowMs - 1 });
  finishJob(db, id, { output: dataOutput(hash('a')), entityId: null, reused: false, ...finished });
}

export function dataOutput(manifest: string): DataOutput {
  const summary = {
    name: 'digits',
    items: 4,
    inputShape: [2],
    task: 'classes' as const,
    classes: ['0', '1'],
    splits: {},
    warnings: [],
  };
  return { kind: 'data', manifest: { hash: manifest, bytes: 3 }, summary };
}

export function modelOutput(file: string, data = hash('d')): ModelOutput {
  const size = { parameters: 1, nonZeros: 1, multiplyAdds: 1, bytes: 3, compressedBytes: 3 };
  return {
    kind: 'model',
    file: { hash: file, bytes: 3 },
    data: { hash: data, bytes: 3 },
    summary: {
      task: 'classes',
      classes: ['0', '1'],
      size,
      sparsity: null,
      validation: {},
      epochs: { run: 1, kept: 1, stoppedEarly: false },
      steps: 1,
      trainingMs: 1,
    },
  };
}
