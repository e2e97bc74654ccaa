import { SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchLatency, LatencyReport } from '../../../src-shared/domain/latency.ts';
import { BarChart } from '../../charts/bar-chart.tsx';
import { useFormat } from '../use-format.ts';
import { useMessage } from '../use-message.ts';
import styles from './latency-result.module.css';
import { LatencyTable } from './latency-table.tsx';
import { useSubjectNames } from './use-subject-names.ts';

/** Files timed beside each other: a chart and a table for a batch size, each file beside one of them. */
export function LatencyResult({ report }: { report: LatencyReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useSubjectNames(report);
  const { subjects, batches, split } = report;
  const [size, setSize] = useState(batches[0]?.batchSize ?? 1);
  const [reference, setReference] = useState(
    Math.max(
      0,
      subjects.findIndex(subject => subject.format !== null),
    ),
  );
  const batch = batches.find(({ batchSize }) => batchSize === size) ?? batches[0];
  if (batch === undefined) return null;
  return (
    <div className={styles.result}>
      <p className="soft">{t('latency.summary', { split: t(`splits.${split}`), rounds: format.count(batch.rounds) })}</p>
      <div className={styles.controls}>
        {batches.length > 1 && (
          <SegmentedControl
            aria-label={t('latency.batch')}
            value={String(batch.batchSize)}
            onChange={value => setSize(Number(value))}
            data={batches.map(({ batchSize }) => ({ value: String(batchSize), label: t('latency.batchOf', { count: batchSize }) }))}
          />
        )}
        {subjects.length > 1 && (
          <Select
            label={t('latency.reference')}
            allowDeselect={false}
            value={String(reference)}
            onChange={value => setReference(Number(value ?? 0))}
            data={subjects.map((subject, s) => ({ value: String(s), label: nameOf(subject) }))}
          />
        )}
      </div>
      <Times report={report} batch={batch} />
      <LatencyTable report={report} batch={batch} reference={reference} />
      <Refused report={report} />
    </div>
  );
}

function Times({ report, batch }: { report: LatencyReport; batch: BatchLatency }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useSubjectNames(report);
  const { figures, batchSize } = batch;
  return (
    <BarChart
      title={t('latency.milliseconds', { count: batchSize })}
      xTitle={t('latency.file')}
      yTitle="ms"
      labels={report.subjects.map(nameOf)}
      series={[
        { label: t('latency.median'), colour: 'var(--s1)', values: figures.map(({ p50Ms }) => p50Ms) },
        { label: t('latency.tail'), colour: 'var(--s2)', values: figures.map(({ p95Ms }) => p95Ms) },
      ]}
      detail={(series, place) => {
        const { low = NaN, high = NaN } = figures[place] ?? {};
        return series === 0 ? `${format.number(low, 3)}–${format.number(high, 3)}` : '';
      }}
    />
  );
}

function Refused({ report: { refused } }: { report: LatencyReport }) {
  const { t } = useTranslation();
  const inWords = useMessage();
  if (refused.length === 0) return null;
  return (
    <section>
      <h3>{t('latency.notTimed')}</h3>
      <ul className={styles.refused}>
        {refused.map(({ model, modelId, format, precision, reason }, i) => (
          <li key={`${modelId}-${format}-${i}`}>
            <b>{[model, format, ...(precision === null ? [] : [precision])].join(' · ')}</b> <span className="soft">{inWords(reason)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
