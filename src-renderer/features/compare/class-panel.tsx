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
import type { Shown } from './shown.ts';

interface ClassPanelProps {
  readonly report: ComparisonReport;
  readonly shown: Shown;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** Where the chosen model errs: against the first model by class, and in full as a confusion matrix. */
export function ClassPanel(props: ClassPanelProps) {
  const { report, chosen } = props;
  const { t } = useTranslation();
  const [first, model] = [report.models[0], report.models[chosen]];
  const classes = useModel(model?.modelId ?? '').data?.model.output.summary.classes ?? [];
  const confusion = model?.evaluation.confusion;
  if (first === undefined || model === undefined || confusion === undefined) return <Panel>{t('common.none')}</Panel>;
  const changes = chosen === 0 ? null : changeByClass(first.evaluation, model.evaluation);
  return <ClassViews {...props} confusion={confusion} changes={changes} names={confusion.map((_, i) => classes[i] ?? String(i))} />;
}

interface ClassViewsProps extends ClassPanelProps {
  readonly confusion: readonly (readonly number[])[];
  /** Null for the first model, which has nothing to be compared with. */
  readonly changes: readonly number[] | null;
  readonly names: readonly string[];
}

type View = 'byClass' | 'confusion';

function ClassViews({ shown, chosen, onChoose, confusion, changes, names }: ClassViewsProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<View>('byClass');
  const view = changes === null ? 'confusion' : wanted;
  return (
    <Panel
      title={t(`compare.${view}`)}
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
            value={view}
            onChange={value => setWanted(value as View)}
            data={[
              { value: 'byClass', label: t('compare.byClass'), disabled: changes === null },
              { value: 'confusion', label: t('compare.confusion') },
            ]}
          />
        </>
      }
    >
      {view === 'byClass' && changes !== null ? (
        <>
          <p className={`soft ${styles.hintTop}`}>
            {t('compare.byClassQualifier', { a: shown.labels[0] ?? '', b: shown.labels[chosen] ?? '' })}
          </p>
          <ClassChanges changes={changes} names={names} />
        </>
      ) : (
        <ConfusionMatrix confusion={confusion} names={names} />
      )}
    </Panel>
  );
}
