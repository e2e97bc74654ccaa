import { describe, expect, it } from 'vitest';
import { importanceOf } from '../../../../src-main/engine/search/importance.ts';
import { decode } from '../../../../src-shared/domain/search/assignments.ts';
import type { Space } from '../../../../src-shared/domain/search/space.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { trialOf } from '../../../support/search-cases.ts';

const number = (name: string) => ({ name, domain: { kind: 'number', from: 0, to: 1, scale: 'linear' }, conditions: [] }) as const;
const space: Space = { dimensions: [number('a'), number('b'), number('c')], template: { kind: 'block', fields: {} } };
const random = createRandom(2);
const trials = Array.from({ length: 300 }, (_, i) => {
  const assignment = decode(space, [random.next(), random.next(), random.next()]);
  const { a = 0, b = 0 } = assignment;
  return trialOf(i, assignment, { values: [3 * a + b] });
});

describe('importance', () => {
  it('shares out the variance: of 3a + b nine tenths to a, one to b, none to c', () => {
    const shares = Object.fromEntries(
      (importanceOf({ space, directions: ['minimise'], trials }) ?? []).map(({ dimension, share }) => [dimension, share]),
    );
    expect(shares['a']).toBeGreaterThan(0.82);
    expect(shares['b']).toBeGreaterThan(0.03);
    expect(shares['b']).toBeLessThan(0.15);
    expect(shares['c']).toBeLessThan(0.02);
  });

  it('says nothing of few trials, or of trials that are all alike', () => {
    expect(importanceOf({ space, directions: ['minimise'], trials: trials.slice(0, 9) })).toBeNull();
    const alike = trials.map(trial => ({ ...trial, values: [1] }));
    expect(importanceOf({ space, directions: ['minimise'], trials: alike })).toBeNull();
  });

  it('leaves out what failed', () => {
    const failed = trials.map((trial, i) => (i % 2 === 0 ? trial : { ...trial, values: [NaN], state: 'failed' as const }));
    expect(importanceOf({ space, directions: ['minimise'], trials: failed })?.[0]?.dimension).toBe('a');
  });
});
