import { describe, expect, it } from 'vitest';
import { pressKey, type KeyState } from '../../../../src-renderer/app/key-press.ts';
import { endedSince } from '../../../../src-renderer/app/shell/ended-since.ts';

const TARGETS = [
  { path: '/', letter: 'h' },
  { path: '/data', letter: 'd' },
];
const idle: KeyState = { goSinceMs: null };

describe('keyboard', () => {
  it('goes by digit in the order of the rail, and nowhere beyond it', () => {
    expect(pressKey(idle, '2', 0, TARGETS).command).toEqual({ kind: 'go', path: '/data' });
    expect(pressKey(idle, '3', 0, TARGETS).command).toBeNull();
  });

  it('goes by g and a letter, within a second and a half', () => {
    const { state, command } = pressKey(idle, 'g', 1000, TARGETS);
    expect(command).toBeNull();
    expect(pressKey(state, 'd', 2500, TARGETS).command).toEqual({ kind: 'go', path: '/data' });
    expect(pressKey(state, 'd', 2501, TARGETS).command).toBeNull();
  });

  it('forgets g after any key', () => {
    const { state } = pressKey(idle, 'g', 0, TARGETS);
    expect(pressKey(state, '2', 10, TARGETS)).toEqual({ state: idle, command: null });
  });

  it('opens the help with ? and a new experiment with n', () => {
    expect(pressKey(idle, '?', 0, TARGETS).command).toEqual({ kind: 'help' });
    expect(pressKey(idle, 'n', 0, TARGETS).command).toEqual({ kind: 'go', path: '/new' });
  });
});

describe('runs that ended', () => {
  const now = [
    { id: 'a', name: 'A', state: 'succeeded' },
    { id: 'b', name: 'B', state: 'failed' },
    { id: 'c', name: 'C', state: 'interrupted' },
  ] as const;

  it('are those that were on their way before', () => {
    const before = new Map([
      ['a', 'running'],
      ['b', 'failed'],
      ['c', 'running'],
    ] as const);
    expect(endedSince(before, now)).toEqual([{ name: 'A', state: 'succeeded' }]);
  });

  it('are none at the first look, or when a run is new', () => {
    expect(endedSince(null, now)).toEqual([]);
    expect(endedSince(new Map(), now)).toEqual([]);
  });
});
