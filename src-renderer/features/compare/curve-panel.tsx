import { SegmentedControl, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createCrosshairGroup } from '../../charts/crosshair.ts';
import { LineChart } from '../../charts/line-chart.tsx';
import { FailureNote } from '../../components/error-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { useNames } from '../../components/use-names.ts';
import { useSeries } from '../../ipc/curves.ts';
import styles from './compare.module.css';
import { CURVE_AXES, curveLines, curveNames, type CurveAxis } from './curve-lines.ts';
import type { Subject } from './subjects.ts';

/** Curves of more jobs are neither told apart nor fetched at once. */
const MOST_CURVES = 30;

/** How the models came to be: any of their curves, over epochs, time or steps. */
export function CurvePanel({ subjects }: { subjects: readonly Subject[] }) {
  const { t } = useTranslation();
  const names = useNames();
  const drawn = useMemo(() => subjects.filter(subject => subject.row !== null).slice(0, MOST_CURVES), [subjects]);
  const { series, isPending, error } = useSeries(drawn.map(subject => subject.row?.jobId ?? ''));
  const [wanted, setWanted] = useState('');
  const [axis, setAxis] = useState<CurveAxis>('epochs');
  const [crosshair] = useState(createCrosshairGroup);
  const [range, setRange] = useState<readonly [number, number] | null>(null);
  const curved = useMemo(() => drawn.map((subject, i) => ({ subject, series: series[i] ?? [] })), [drawn, series]);
  const known = useMemo(() => curveNames(curved), [curved]);
  const name = known.includes(wanted) ? wanted : (known[0] ?? '');
  const lines = useMemo(
    () => curveLines(curved, { name, axis, meanLabel: (group, count) => `${group} · ${t('compare.meanOf', { count })}` }),
    [curved, name, axis, t],
  );
  if (error !== null) return <FailureNote failure={error} />;
  if (isPending && drawn.length > 0) return <Loading heights={[260]} />;
  if (known.length === 0) return <p className="soft">{t('compare.noCurves')}</p>;
  const last = name.split('.').at(-1) ?? name;
  const label = (id: string): string => {
    const figure = names.figure(id.split('.').at(-1) ?? id);
    if (id.startsWith('train.')) return t('compare.ofSplit', { figure, split: t('splits.train') });
    return id.startsWith('validation.') ? t('compare.ofSplit', { figure, split: t('splits.validation') }) : names.figure(id);
  };
  return (
    <>
      <div className={styles.curveTools}>
        <Select
          aria-label={t('compare.curve')}
          w={190}
          value={name}
          data={known.map(value => ({ value, label: label(value) }))}
          onChange={value => setWanted(value ?? name)}
        />
        <SegmentedControl
          aria-label={t('compare.curveAxis')}
          value={axis}
          data={CURVE_AXES.map(value => ({ value, label: t(`compare.axes.${value}`) }))}
          onChange={value => {
            setAxis(value as CurveAxis);
            setRange(null);
          }}
        />
      </div>
      <LineChart
        title={label(name)}
        xTitle={t(`compare.axisTitles.${axis}`)}
        yTitle={label(name)}
        lines={lines}
        {...(last === 'loss' ? { best: 'least' as const } : last === 'accuracy' ? { best: 'greatest' as const } : {})}
        percent={last === 'accuracy' || name.startsWith('sparsity')}
        bytes={name.startsWith('memory')}
        logarithmic
        group={crosshair}
        range={range}
        onZoom={setRange}
      />
      {subjects.length > drawn.length && (
        <p className="faint small">{t('compare.someCurves', { shown: drawn.length, total: subjects.length })}</p>
      )}
    </>
  );
}
