import { useTranslation } from 'react-i18next';
import type { Split } from '../../../src-shared/domain/dataset.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import type { Figure, FigureValue } from './figures.ts';

export interface FigureText {
  /** `Error, test`: what it is, and on which items. */
  title(figure: Figure): string;
  /** With its unit, and an arrow to the side that is better. */
  axis(figure: Figure, arrow: string): string;
  value(figure: Figure, value: number): string;
  /** Without unit: it stands behind the value. */
  interval(figure: Figure, interval: readonly [number, number]): string;
  /** `1.59 % (1.36–1.85)`. */
  whole(figure: Figure, value: FigureValue | null): string;
}

/** How figures are written on this screen. `split` is the one of the comparison. */
export function useFigureText(split: Split | null): FigureText {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const title = (figure: Figure): string => {
    const name = names.figure(figure.name);
    if (figure.source === 'cost') return name;
    return t('compare.ofSplit', { figure: name, split: t(`splits.${figure.source === 'validation' ? 'validation' : (split ?? 'test')}`) });
  };
  const value = (figure: Figure, number: number): string => {
    switch (figure.unit) {
      case 'share':
        return format.percent(number);
      case 'bytes':
        return format.bytes(number);
      case 'count':
        return format.compact(number);
      case 'ms':
        return format.duration(number);
      case 'number':
        return format.number(number, 4);
    }
  };
  const interval = (figure: Figure, [low, high]: readonly [number, number]): string =>
    figure.unit === 'share' ? format.interval(low, high) : `${format.number(low, 3)}–${format.number(high, 3)}`;
  return {
    title,
    axis: (figure, arrow) => [title(figure), ...(figure.unit === 'bytes' ? [t('compare.bytes')] : []), arrow].join(' · '),
    value,
    interval,
    whole: (figure, found) => {
      if (found === null) return t('common.none');
      return found.interval === null ? value(figure, found.value) : `${value(figure, found.value)} (${interval(figure, found.interval)})`;
    },
  };
}
