import { expect, it } from 'vitest';
import { samplesOf, waveformPath } from '../../../src-renderer/features/data/waveform.ts';

it('reads 16-bit samples as numbers from −1 to 1', () => {
  // 0, 16384, −32768, little-endian.
  expect([...samplesOf(btoa(String.fromCharCode(0, 0, 0, 0x40, 0, 0x80)))]).toEqual([0, 0.5, -1]);
});

it('draws the least and the greatest sample of every column, the loudest to the edge', () => {
  // Two columns of two samples; the loudest is −1: greatest 0.5 at a quarter from above, least −1 at the bottom.
  expect(waveformPath([0, 0.5, -1, 0], 2, 100)).toBe('M0.5 25.0V50.0M1.5 50.0V100.0');
  expect(waveformPath([0, 0], 600, 60)).toBe('M150.0 30.0V30.0M450.0 30.0V30.0');
});
