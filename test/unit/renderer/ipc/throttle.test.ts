import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { throttleByKey } from '../../../../src-renderer/ipc/throttle.ts';

beforeEach(() => void vi.useFakeTimers({ now: 10_030 }));
afterEach(() => void vi.useRealTimers());

it('runs at once, then once a stretch, and ends the stretches of all keys at whole multiples', () => {
  const ran: string[] = [];
  const call = throttleByKey(100, key => ran.push(`${key} ${Date.now() - 10_000}`));
  call('a');
  call('a');
  vi.advanceTimersByTime(20);
  call('b');
  call('b');
  call('a');
  vi.advanceTimersByTime(149);
  expect(ran).toEqual(['a 30', 'b 50', 'a 100', 'b 100']);
  vi.advanceTimersByTime(1000);
  call('a');
  expect(ran).toEqual(['a 30', 'b 50', 'a 100', 'b 100', 'a 1199']);
});
