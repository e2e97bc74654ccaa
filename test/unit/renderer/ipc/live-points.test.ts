import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLivePoints } from '../../../../src-renderer/ipc/live-points.ts';

const loss = (step: number, value = step / 10) => ({ name: 'train.loss', step, value });

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

describe('live points', () => {
  it('tell at most ten times a second that there are more, and give those beyond a step', () => {
    const live = createLivePoints();
    const heard = vi.fn();
    live.subscribe(heard);
    for (let ms = 0; ms < 1000; ms += 10) {
      live.add('job', [loss(ms)]);
      vi.advanceTimersByTime(10);
    }
    expect(heard.mock.calls.length).toBeGreaterThanOrEqual(10);
    expect(heard.mock.calls.length).toBeLessThanOrEqual(11);
    const tail = live.tail('job', 'train.loss');
    expect(tail).toBe(live.tail('job', 'train.loss'));
    expect(tail.after(970)).toEqual([
      { x: 980, y: 98 },
      { x: 990, y: 99 },
    ]);
    // What is older has been fetched.
    expect(tail.after(-1).length).toBe(60);
    expect(live.tail('another', 'train.loss').after(-1)).toEqual([]);
  });

  it('go over the steps anew when a job does', () => {
    const live = createLivePoints();
    live.subscribe(() => undefined);
    for (const step of [1, 2, 3, 4]) live.add('job', [loss(step)]);
    live.add('job', [loss(3, 7)]);
    expect(live.tail('job', 'train.loss').after(0)).toEqual([
      { x: 1, y: 0.1 },
      { x: 2, y: 0.2 },
      { x: 3, y: 7 },
    ]);
  });

  it('are kept only while somebody draws them', () => {
    const live = createLivePoints();
    live.add('job', [loss(1)]);
    const end = live.subscribe(() => undefined);
    live.add('job', [loss(2)]);
    expect(live.tail('job', 'train.loss').after(0).length).toBe(1);
    end();
    expect(live.tail('job', 'train.loss').after(0)).toEqual([]);
  });
});
