import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatEnergy,
  formatInterval,
  formatNumber,
  formatP,
  formatPercent,
  formatRelativeTime,
  formatShape,
  formatSigned,
} from '../../../../src-shared/lib/units.ts';

/** No-break spaces are asserted as plain ones, to be readable. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('units', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 KB'],
    [359_400, '359 KB'],
    [999_600, '1 MB'],
    [1_726_496, '1.73 MB'],
  ])('writes %d bytes decimally as %s', (bytes, text) => expect(plain(formatBytes(bytes, 'en'))).toBe(text));

  it.each([
    [0.5, '0.5 J'],
    [999, '999 J'],
    [36_040, '36 kJ'],
    [3_600_000, '3.6 MJ'],
  ])('writes %d joules as %s', (joules, text) => expect(plain(formatEnergy(joules, 'en'))).toBe(text));

  it.each([
    [0.854, '0.854 ms'],
    [340, '340 ms'],
    [999.7, '1 s'],
    [12_400, '12 s'],
    [1840, '1.8 s'],
    [59_980, '1 min'],
    [130_000, '2 min 10 s'],
    [3_900_000, '1 h 5 min'],
    [3_599_700, '1 h'],
    [273_600_000, '3 d 4 h'],
  ])('writes %d ms as %s', (ms, text) => expect(plain(formatDuration(ms, 'en'))).toBe(text));

  it('uses Chinese unit names in Chinese', () => {
    expect(plain(formatDuration(130_000, 'zh-CN'))).toBe('2 分 10 秒');
    expect(formatPercent(0.0159, 'zh-CN')).toBe('1.59%');
  });

  it('writes shares as percent with two digits, and intervals without the sign', () => {
    expect(plain(formatPercent(0.0159, 'en'))).toBe('1.59 %');
    expect(plain(formatPercent(-0.004, 'en', 0))).toBe('0 %');
    expect(plain(formatPercent(-0.4, 'en', 0))).toBe('-40 %');
    expect(formatInterval(0.0136, 0.0185, 'en')).toBe('1.36–1.85');
  });

  it('groups counts and shortens millions', () => {
    expect(formatCount(431_080, 'en')).toBe('431,080');
    expect(plain(formatCompact(2_320_000, 'en'))).toBe('2.32 M');
    expect(formatCompact(9_999, 'en')).toBe('9,999');
    expect(plain(formatCompact(266_610, 'en'))).toBe('267 k');
  });

  it.each([
    [0, '0'],
    [0.123_456, '0.123'],
    [1234.5, '1,235'],
    [0.000_000_24, '2.4e-7'],
    [-0.000_000_24, '−2.4e-7'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('writes %d as %s', (value, text) => expect(formatNumber(value, 'en')).toBe(text));

  it('never writes a p below what can be told apart', () => {
    expect(plain(formatP(0.000_02, 'en'))).toBe('< 0.001');
    expect(formatP(0.5377, 'en')).toBe('0.54');
    expect(formatP(1, 'en')).toBe('1');
  });

  it('signs differences with a real minus', () => {
    expect([formatSigned(14, 'en'), formatSigned(-10, 'en'), formatSigned(0, 'en')]).toEqual(['+14', '−10', '0']);
  });

  it('says how long ago in the largest whole unit', () => {
    expect(formatRelativeTime(0, 125_000, 'en')).toBe('2 minutes ago');
    expect(formatRelativeTime(0, 125_000, 'en', 'short')).toBe('2 min. ago');
    expect(formatRelativeTime(0, 24_000, 'en')).toBe('24 seconds ago');
    expect(formatRelativeTime(0, 2000, 'en')).toBe('now');
    expect(formatRelativeTime(0, 86_400_000, 'zh-CN')).toBe('昨天');
  });

  it('joins sizes by a multiplication sign', () => {
    expect(plain(formatShape([28, 28, 1]))).toBe('28 × 28 × 1');
  });
});
