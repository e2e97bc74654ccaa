import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeTurn } from '../../../../src-renderer/charts/turns.ts';

/** What the browser was asked to do when it rests. */
let asked: (() => void)[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('requestIdleCallback', (work: () => void) => asked.push(work));
});

afterEach(() => void vi.unstubAllGlobals());

function rest(): void {
  asked.shift()?.();
}

it('calls one at a time, in their order, and none before the browser rests', () => {
  const called: string[] = [];
  for (const name of ['a', 'b', 'c']) takeTurn(() => called.push(name));
  expect(called).toEqual([]);
  rest();
  expect(called).toEqual(['a']);
  rest();
  rest();
  expect(called).toEqual(['a', 'b', 'c']);
  expect(asked).toEqual([]);
});

it('passes over what has stepped out, and begins anew when all were called', () => {
  const called: string[] = [];
  const leave = takeTurn(() => called.push('gone'));
  takeTurn(() => called.push('stays'));
  leave();
  rest();
  expect(called).toEqual(['stays']);
  takeTurn(() => called.push('later'));
  rest();
  expect(called).toEqual(['stays', 'later']);
});
