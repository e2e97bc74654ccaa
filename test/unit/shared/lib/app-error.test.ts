import { expect, it } from 'vitest';
import { mayPass } from '../../../../src-shared/lib/app-error.ts';

it('tells what may come out well another time from what was asked for and can’t be done', () => {
  expect((['out-of-memory', 'disk-full', 'job-lost', 'engine-unavailable', 'internal'] as const).filter(code => !mayPass(code))).toEqual(
    [],
  );
  expect((['invalid-input', 'not-found', 'nothing-changed', 'diverged'] as const).filter(mayPass)).toEqual([]);
});
