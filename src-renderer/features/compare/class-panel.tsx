import { SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { Panel } from '../../components/page.tsx';
import { useModel } from '../../ipc/queries.ts';
import { ClassChanges } from './class-changes.tsx';
import styles from './compare.module.css';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { changeByClass } from './report-figures.ts';
import type { Shown } from './report-view.tsx';

interface ClassPanelProps {
  readonly report: ComparisonReport;
  readonly shown: Shown;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** Where the chosen model errs: against the first model by class, and in full as a confusion matrix. */
export function ClassPanel({ report, shown, chosen, onChoose }: ClassPanelProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<'byClass' | 'confusion'>('byClass');
  const first = report.models[0];
  const model = report.models[chosen];
  const classes = useModel(model?.modelId ?? '').data?.model.output.summary.classes;
  if (first === undefined || model?.evaluation.confusion === undefined) return <Panel>{t('common.none')}</Panel>;
  const changes = chosen === 0 ? null : changeByClass(first.evaluation, model.evaluation);
  const names = model.evaluation.confusion.map((_, i) => classes?.[i] ?? String(i));
  const showsChanges = view === 'byClass' && changes !== null;
  return (
    <Panel
      title={t(showsChanges ? 'compare.byClass' : 'compare.confusion')}
      aside={
        <>
          <Select
            aria-label={t('compare.model')}
            w={150}
            value={String(chosen)}
            onChange={value => onChoose(Number(value ?? 0))}
            data={shown.labels.map((label, i) => ({ value: String(i), label }))}
          />
          <SegmentedControl
            aria-label={t('compare.byClass')}
            value={showsChanges ? 'byClass' : 'confusion'}
            onChange={value => setView(value as 'byClass' | 'confusion')}
            data={[
              { value: 'byClass', label: t('compare.byClass'), disabled: changes === null },
              { value: 'confusion', label: t('compare.confusion') },
            ]}
          />
        </>
      }
    >
      {showsChanges ? (
        <>
          <p className={`soft ${styles.hintTop}`}>
            {t('compare.byClassQualifier', { a: shown.labels[0] ?? '', b: shown.labels[chosen] ?? '' })}
          </p>
          <ClassChanges changes={changes} names={names} />
        </>
      ) : (
        <ConfusionMatrix confusion={model.evaluation.confusion} names={names} />
      )}
    </Panel>
  );
}
