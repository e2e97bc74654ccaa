import { describe, expect, it } from 'vitest';
import { createQuickDisk } from '../../../src-main/platform/quick-disk.ts';

/** A clock that `work` moves on. */
function aDisk() {
  let now = 0;
  const quickly = createQuickDisk(() => now);
  return {
    quickly,
    pass: (ms: number) => void (now += ms),
    taking: (ms: number) => () => {
      now += ms;
      return 'done';
    },
  };
}

describe('work on a disk', () => {
  it('is done at once while the disk is quick', () => {
    const { quickly, taking } = aDisk();
    for (let i = 0; i < 3; i++) expect(quickly(taking(0.5))).toBe('done');
  });

  it('is left to threads for a while after the disk was slow, and then tried again', () => {
    const { quickly, taking, pass } = aDisk();
    expect(quickly(taking(8))).toBe('done');
    expect(quickly(taking(0.1))).toBeNull();
    pass(99);
    expect(quickly(taking(0.1))).toBeNull();
    pass(1);
    expect(quickly(taking(0.1))).toBe('done');
  });

  it('that fails is left to threads, which tell why', () => {
    const { quickly, taking } = aDisk();
    expect(
      quickly(() => {
        throw new Error('gone');
      }),
    ).toBeNull();
    expect(quickly(taking(0.1))).toBe('done');
  });
});
