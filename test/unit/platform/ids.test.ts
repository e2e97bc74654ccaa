import { describe, expect, it } from 'vitest';
import { createIds } from '../../../src-main/platform/ids.ts';

describe('ids', () => {
  it('are UUIDs of version 7 that begin with the time', () => {
    // 2022-02-22 19:22:22 UTC, the example of RFC 9562.
    const id = createIds(() => 0x017f22e279b0)();
    expect(id).toMatch(/^017f22e2-79b0-7000-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sort by when they were made, within a millisecond and when the clock goes back', () => {
    let ms = 1000;
    const next = createIds(() => ms);
    const ids = Array.from({ length: 10_000 }, (_, i) => {
      if (i === 5000) ms = 900;
      return next();
    });
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });
});
