import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { createProgressBook } from '../../../src-main/services/progress-book.ts';

const HOUR = 3_600_000;

function progress(fraction: number) {
  return { fraction, stage: 'training' as const };
}

describe('a clock that is set while jobs run', () => {
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['forth', HOUR],
    ['back', -HOUR],
  ])('put %s leaves the time left and the pace of writing as they are', (_name, jumpMs) => {
    vi.useFakeTimers({ now: 100 * HOUR, toFake: ['Date', 'performance', 'setTimeout'] });
    const book = createProgressBook(systemClock.monotonicMs);
    expect(book.note('job', progress(0))).toEqual({ remainingMs: null, worthStoring: true });
    vi.advanceTimersByTime(500);
    expect(book.note('job', progress(0.05)).worthStoring).toBe(false);
    vi.advanceTimersByTime(9500);
    expect(book.note('job', progress(0.5))).toEqual({ remainingMs: 10_000, worthStoring: true });
    vi.setSystemTime(systemClock.nowMs() + jumpMs);
    vi.advanceTimersByTime(5000);
    expect(book.note('job', progress(0.75))).toEqual({ remainingMs: 5000, worthStoring: true });
  });

  it('stores the first report at once, however short the machine has been up', () => {
    expect(createProgressBook(() => 5).note('job', progress(0)).worthStoring).toBe(true);
  });
});
