import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import * as units from '../../src-shared/lib/units.ts';

/** The number formats of `src-shared/lib/units` in the language of the screen. */
export function useFormat() {
  const { i18n } = useTranslation();
  const locale = i18n.language;
  return useMemo(
    () => ({
      locale,
      count: (value: number) => units.formatCount(value, locale),
      number: (value: number, significant?: number) => units.formatNumber(value, locale, significant),
      compact: (value: number) => units.formatCompact(value, locale),
      bytes: (value: number) => units.formatBytes(value, locale),
      energy: (joules: number) => units.formatEnergy(joules, locale),
      duration: (ms: number) => units.formatDuration(ms, locale),
      percent: (ratio: number, digits?: number) => units.formatPercent(ratio, locale, digits),
      /** A share without its sign: the points between two shares. */
      points: (ratio: number, digits?: number) => units.formatPercentNumber(ratio, locale, digits),
      interval: (low: number, high: number, digits?: number) => units.formatInterval(low, high, locale, digits),
      signed: (value: number, digits?: number) => units.formatSigned(value, locale, digits),
      p: (value: number) => units.formatP(value, locale),
      relativeTime: (atMs: number, nowMs: number, style?: 'long' | 'short') => units.formatRelativeTime(atMs, nowMs, locale, style),
      shortDate: (atMs: number) => units.formatShortDate(atMs, locale),
      dateTime: (atMs: number) => units.formatDateTime(atMs, locale),
      shape: units.formatShape,
    }),
    [locale],
  );
}

export type Format = ReturnType<typeof useFormat>;
