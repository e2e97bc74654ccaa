import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../use-format.ts';

/** How the figure that a fusion is judged by is written: shares as percent and points, values as they are. */
export interface Measure {
  readonly name: string;
  write(value: number): string;
  writeInterval(low: number, high: number): string;
  /** A difference, without its sign. */
  writeGain(value: number): string;
  /** As short as an axis takes it. */
  tick(value: number): string;
}

export function useMeasure(measure: string): Measure {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    if (!isShareFigure(measure)) {
      const write = (value: number): string => format.number(value, 4);
      return {
        name: t('figures.rmse'),
        write,
        writeInterval: (low, high) => `${write(low)}–${write(high)}`,
        writeGain: write,
        tick: write,
      };
    }
    return {
      name: t(measure === 'hammingLoss' ? 'figures.hammingLoss' : 'figures.error'),
      write: value => format.percent(value),
      writeInterval: (low, high) => format.interval(low, high),
      writeGain: value => t('fusion.points', { value: format.points(value) }),
      tick: value => format.percent(value, 1),
    };
  }, [measure, format, t]);
}
