import { expect, it } from 'vitest';
import { refuseMemory } from '../../../src-main/workers/refuse-memory.ts';
import { failureOf } from '../../support/failure-of.ts';

const PREDICTION = { totalBytes: 10e9, engineBytes: 0.4e9, parameterBytes: 1e9, activationBytes: 8e9, dataBytes: 0.6e9 };

it('a step that fits is let through: what the process holds already is part of the prediction', () => {
  expect(() => refuseMemory(PREDICTION, { usedBytes: 1e9, peakBytes: 0, availableBytes: 9e9 })).not.toThrow();
});

it('one that does not fit is refused with both figures, and what would help most', () => {
  const failure = failureOf(() => refuseMemory(PREDICTION, { usedBytes: 1e9, peakBytes: 0, availableBytes: 8.9e9 }));
  expect({ ...failure, message: failure.message.replaceAll(/\s/g, ' ') }).toEqual({
    code: 'out-of-memory',
    message: 'The step needs about 10 GB of memory (engine 400 MB, parameters 1 GB, a batch 8 GB, data 600 MB), but 9.9 GB are available',
    hint: 'Choose a smaller batch, or close other programs.',
  });
});
