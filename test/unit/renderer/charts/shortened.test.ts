import { expect, it } from 'vitest';
import { shortened } from '../../../../src-renderer/charts/shortened.ts';

it('leaves out the middle of what is too long, and nothing of what fits', () => {
  expect(shortened('lenet-5-pruned-quarter-seed-1', 20)).toBe('lenet-5-…rter-seed-1');
  expect(shortened('lenet-5-pruned-quarter-seed-1', 29)).toBe('lenet-5-pruned-quarter-seed-1');
  expect(shortened('', Number.NaN)).toBe('');
});

it('keeps one character at each end where there is room for none, and breaks no character', () => {
  expect(shortened('dense', 0)).toBe('d…e');
  expect(shortened('🌳🌲🌴🌵', 3)).toBe('🌳…🌵');
});
