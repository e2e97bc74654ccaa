import { describe, expect, it } from 'vitest';
import { chooseEngine } from '../../../../src-main/engine/backends/choose-engine.ts';
import type { EngineCandidate } from '../../../../src-shared/domain/engine-status.ts';
import { failureOf } from '../../../support/failure-of.ts';

const measured = (id: string, probeStepMs: number, threads = 1): EngineCandidate => ({
  id,
  title: id.toUpperCase(),
  available: true,
  reason: 'Median of 9 training steps of the probe network',
  probeStepMs,
  identity: `${id}-${threads}t`,
  threads,
});
const refused = (id: string, reason: string): EngineCandidate => ({
  id,
  title: id.toUpperCase(),
  available: false,
  reason,
  probeStepMs: null,
  identity: null,
  threads: null,
});

describe('choosing an engine', () => {
  it('takes the fastest, and says why not the others', () => {
    const status = chooseEngine([
      refused('gpu', 'Crashed while starting: signal SIGSEGV'),
      measured('wasm', 20.6),
      measured('native', 3.04, 4),
      refused('addon', 'Not installed'),
      { ...measured('late', 0), probeStepMs: null, reason: 'Slow to start' },
    ]);
    expect(status).toMatchObject({ chosen: 'native', title: 'NATIVE', identity: 'native-4t', threads: 4 });
    expect(status.reason).toBe(
      'The fastest here: 3.0 ms for a training step of the probe network (GPU: crashed while starting: signal SIGSEGV; WASM: 21 ms).',
    );
  });

  it('takes the higher rung when the times are equal', () => {
    expect(chooseEngine([measured('high', 5), measured('low', 5)]).chosen).toBe('high');
  });

  it('fails with every reason when none can run', () => {
    expect(failureOf(() => chooseEngine([refused('gpu', 'No driver'), refused('wasm', 'No SIMD')]))).toMatchObject({
      code: 'engine-unavailable',
      message: 'No engine can run here. GPU: No driver; WASM: No SIMD',
    });
  });
});
