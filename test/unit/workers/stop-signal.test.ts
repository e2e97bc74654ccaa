import { describe, expect, it } from 'vitest';
import { createStopSignal } from '../../../src-main/workers/stop-signal.ts';

describe('a stop signal', () => {
  it('is due at once after a cancel, even while an interrupt waits for its checkpoint', () => {
    const stop = createStopSignal();
    stop.ask('interrupt');
    stop.ask('cancel');
    expect([stop.isDue, stop.wantsCheckpoint, stop.wasAsked]).toEqual([true, false, true]);
  });

  it('wants a checkpoint after an interrupt, and is due once that is stored', () => {
    const stop = createStopSignal();
    stop.saved();
    expect([stop.isDue, stop.wantsCheckpoint, stop.wasAsked]).toEqual([false, false, false]);
    stop.ask('interrupt');
    expect([stop.isDue, stop.wantsCheckpoint, stop.wasAsked]).toEqual([false, true, true]);
    stop.saved();
    expect([stop.isDue, stop.wantsCheckpoint]).toEqual([true, false]);
  });
});
