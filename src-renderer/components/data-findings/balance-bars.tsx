import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Balance } from '../../../src-shared/domain/data-report.ts';
import { BarChart } from '../../charts/bar-chart.tsx';
import { useFormat, type Format } from '../use-format.ts';

const COLOURS = { train: 'var(--s1)', validation: 'var(--s2)', test: 'var(--s3)' } as const;
/** More bars than these can't be told apart. */
const MOST = 40;
const TITLES = { classes: 'data.balance', labels: 'data.labelBalance', values: 'data.distribution' } as const;
const X_TITLES = { classes: 'data.class', labels: 'data.label', values: 'data.value' } as const;

/** The share of each class or label, or of each range of values, in each split: splits of one kind have bars of one height. */
export function BalanceBars({ balance }: { balance: Balance }) {
  const { t } = useTranslation();
  const format = useFormat();
  const labels = useMemo(() => labelsOf(balance, format).slice(0, MOST), [balance, format]);
  const series = useMemo(
    () =>
      balance.splits.map(({ split, items, counts }) => ({
        label: t(`splitsTitle.${split}`),
        colour: COLOURS[split],
        values: counts.slice(0, MOST).map(count => count / items),
      })),
    [balance, t],
  );
  const detail = useMemo(
    () => (split: number, place: number) => t('data.itemsCount', { items: format.count(balance.splits[split]?.counts[place] ?? 0) }),
    [balance, t, format],
  );
  const all = balance.kind === 'values' ? 0 : balance.classes.length;
  return (
    <>
      {balance.kind === 'labels' && (
        <p className="soft small">
          {t('data.bare', {
            splits: balance.splits.map(({ split, bare }) => `${t(`splitsTitle.${split}`)} ${format.count(bare)}`).join(' · '),
          })}
        </p>
      )}
      <BarChart
        title={t(TITLES[balance.kind])}
        xTitle={t(X_TITLES[balance.kind])}
        yTitle={t('data.shareOfSplit')}
        labels={labels}
        series={series}
        detail={detail}
        percent
      />
      {all > MOST && <p className="faint small">{t('data.firstClasses', { shown: MOST, all: format.count(all) })}</p>}
    </>
  );
}

function labelsOf(balance: Balance, format: Format): readonly string[] {
  if (balance.kind !== 'values') return balance.classes;
  const bins = balance.splits[0]?.counts.length ?? 0;
  const width = (balance.high - balance.low) / bins;
  return Array.from({ length: bins }, (_, i) => format.number(balance.low + (i + 0.5) * width, 3));
}
