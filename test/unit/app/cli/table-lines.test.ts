import { expect, it } from 'vitest';
import { tableLines } from '../../../../src-main/app/cli/output.ts';

it('sets words to the left and quantities to the right, wherever their column stands', () => {
  const rows = [
    ['wasm', 'yes', '3.57 ms', 'Median of 29 steps', '−3 %'],
    ['webgpu', 'no', '', 'No adapter', '–'],
  ];
  expect(tableLines(['engine', 'there', 'probe step', 'why', 'change'], rows)).toEqual([
    'engine  there  probe step  why                 change',
    'wasm    yes       3.57 ms  Median of 29 steps    −3 %',
    'webgpu  no                 No adapter               –',
  ]);
});
