import { describe, expect, it } from 'vitest';
import type { MetricPoint } from '../../../src-shared/domain/job-state.ts';
import { createOutbox } from '../../../src-main/workers/outbox.ts';
import { watchVitalSigns } from '../../../src-main/workers/vital-signs.ts';

/** A look every second at a job of 100 steps and 6400 items a second that holds a megabyte more each second. */
function watched(seconds: number, tellsSteps = true): readonly MetricPoint[] {
  const clock = { ms: 0 };
  const outbox = createOutbox(
    () => undefined,
    () => clock.ms,
  );
  const vitals = watchVitalSigns(outbox, { monotonicMs: () => clock.ms, usedBytes: () => clock.ms * 1000 });
  for (let second = 1; second <= seconds; second++) {
    clock.ms = second * 1000;
    vitals.outbox.report({ fraction: 0.5, stage: 'training', ...(tellsSteps ? { step: second * 100, items: second * 6400 } : {}) });
    vitals.look();
  }
  return outbox.pending();
}

describe('vital signs', () => {
  it('are the memory of the process and the items a second since the look before, by step', () => {
    expect(watched(5)).toEqual([
      { name: 'memory.rss', step: 100, value: 1_000_000 },
      { name: 'memory.rss', step: 300, value: 3_000_000 },
      { name: 'throughput', step: 300, value: 6400 },
      { name: 'memory.rss', step: 500, value: 5_000_000 },
      { name: 'throughput', step: 500, value: 6400 },
    ]);
  });

  it('are measured less often once a job is long under way', () => {
    expect(watched(160).filter(point => point.name === 'memory.rss').length).toBe(30 + 10);
  });

  it('need steps to stand at, and are not measured twice at one', () => {
    expect(watched(10, false)).toEqual([]);
    const clock = { ms: 0 };
    const outbox = createOutbox(
      () => undefined,
      () => clock.ms,
    );
    const vitals = watchVitalSigns(outbox, { monotonicMs: () => clock.ms, usedBytes: () => 1 });
    vitals.outbox.report({ fraction: 0, stage: 'training', step: 7, items: 7 });
    for (clock.ms = 1000; clock.ms < 20_000; clock.ms += 1000) vitals.look();
    expect(outbox.pending()).toEqual([{ name: 'memory.rss', step: 7, value: 1 }]);
  });

  it('know no speed across the beginning of another training, whose items count from 0', () => {
    const clock = { ms: 0 };
    const outbox = createOutbox(
      () => undefined,
      () => clock.ms,
    );
    const vitals = watchVitalSigns(outbox, { monotonicMs: () => clock.ms, usedBytes: () => 1 });
    for (const [second, items] of [900, 3000, 100, 2000, 4000, 6000, 8000].entries()) {
      clock.ms = second * 1000;
      vitals.outbox.report({ fraction: 0, stage: 'training', step: second + 1, items });
      vitals.look();
    }
    expect(outbox.pending().filter(({ name }) => name === 'throughput')).toEqual([
      { name: 'throughput', step: 5, value: 1950 },
      { name: 'throughput', step: 7, value: 2000 },
    ]);
  });
});
