import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { Panel } from '../../components/page.tsx';
import { ClassChanges } from './class-changes.tsx';
import styles from './compare.module.css';
import { DisagreementPanel } from './disagreement-panel.tsx';
import { changeByClass } from './report-figures.ts';
import type { ChosenPair, Subject } from './subjects.ts';

interface PairPanelProps {
  readonly jobId: string;
  readonly report: ComparisonReport;
  readonly subjects: readonly Subject[];
  readonly pair: ChosenPair;
  readonly onPair: (pair: ChosenPair) => void;
}

/** More are too narrow to be read. */
const MOST_CLASSES = 24;

/** Where two models differ: the items themselves, and the errors by class. */
export function PairPanel({ jobId, report, subjects, pair, onPair }: PairPanelProps) {
  const { t } = useTranslation();
  const [a, b] = [report.models[pair.a], report.models[pair.b]];
  if (a === undefined || b === undefined) return null;
  const changes = pair.a === pair.b ? null : changeByClass(a.evaluation, b.evaluation);
  const classes = subjects.find(subject => subject.row !== null)?.row?.output.summary.classes ?? [];
  const options = subjects.map((subject, i) => ({ value: String(i), label: subject.label }));
  return (
    <Panel
      title={t('compare.onlyOneRight')}
      aside={
        <>
          <Select
            aria-label={t('compare.pairB')}
            w={132}
            value={String(pair.b)}
            data={options}
            onChange={value => onPair({ ...pair, b: Number(value ?? pair.b) })}
          />
          <span className="soft small">{t('compare.versus')}</span>
          <Select
            aria-label={t('compare.pairA')}
            w={132}
            value={String(pair.a)}
            data={options}
            onChange={value => onPair({ ...pair, a: Number(value ?? pair.a) })}
          />
        </>
      }
    >
      {pair.a === pair.b ? (
        <p className="soft">{t('compare.chooseTwo')}</p>
      ) : (
        <DisagreementPanel key={`${pair.a} ${pair.b}`} jobId={jobId} report={report} subjects={subjects} pair={pair} />
      )}
      {changes !== null && changes.length <= MOST_CLASSES && (
        <>
          <h3 className={styles.subtitle}>
            {t('compare.byClass')} <span className="soft">{t('compare.byClassQualifier')}</span>
          </h3>
          <ClassChanges changes={changes} names={changes.map((_, i) => classes[i] ?? String(i))} />
        </>
      )}
    </Panel>
  );
}
