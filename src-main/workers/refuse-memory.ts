import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { formatBytes } from '../../src-shared/lib/units.ts';
import type { MemoryPrediction } from '../engine/memory/predict-memory.ts';

/** Of this process, bytes. */
export interface ProcessMemory {
  /** What it holds now; part of what is predicted. */
  readonly usedBytes: number;
  readonly peakBytes: number;
  /** What it could still take. */
  readonly availableBytes: number;
}

/** Throws `out-of-memory` where the system would end the process in the middle of its work. */
export function refuseMemory(prediction: MemoryPrediction, { usedBytes, availableBytes }: ProcessMemory): void {
  const room = usedBytes + availableBytes;
  const { totalBytes, engineBytes, parameterBytes, activationBytes, dataBytes } = prediction;
  if (totalBytes <= room) return;
  const parts = [
    ['engine', engineBytes],
    ['parameters', parameterBytes],
    ['a batch', activationBytes],
    ['data', dataBytes],
  ] as const;
  const clauses = parts.map(([name, bytes]) => `${name} ${formatBytes(bytes, 'en')}`).join(', ');
  throw new AppFailure({
    code: 'out-of-memory',
    message: `The step needs about ${formatBytes(totalBytes, 'en')} of memory (${clauses}), but ${formatBytes(room, 'en')} are available`,
    hint:
      activationBytes > parameterBytes
        ? 'Choose a smaller batch, or close other programs.'
        : 'Choose a smaller network, or close other programs.',
  });
}
