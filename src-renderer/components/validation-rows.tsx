import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isShareFigure } from '../../src-shared/domain/quality.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import { useJudgedItems } from './judged-items.ts';
import { useFormat } from './use-format.ts';
import { useNames } from './use-names.ts';
import { wilson95 } from '../../src-shared/lib/wilson.ts';

/** What a training said of its model on the validation part, as rows of `Details`: what was counted with interval and items. */
export function useValidationRows({ summary, data }: ModelOutput): readonly (readonly [string, ReactNode])[] {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const items = useJudgedItems()(data);
  return Object.entries(summary.validation).map(([name, value]) => {
    const isShare = isShareFigure(name) || name === 'calibrationError';
    const shown = isShare ? format.percent(value) : format.number(value, 4);
    const label = `${names.figure(name)}, ${t('splits.validation')}`;
    return [label, name === 'accuracy' && items > 0 ? <Counted key={name} share={value} items={items} /> : shown];
  });
}

/** `66.67 % 43.7–83.7 of 18 items` */
function Counted({ share, items }: { share: number; items: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [low, high] = wilson95(share, items);
  return (
    <>
      {format.percent(share)}{' '}
      <span className="faint small" title={t('common.interval95')}>
        {format.interval(low, high)} · {t('data.itemsCount', { items: format.count(items) })}
      </span>
    </>
  );
}
