import { Tabs } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { LabelTable, type LabelsOf } from '../../components/label-table.tsx';
import { Loading } from '../../components/loading.tsx';
import { Banner, Panel } from '../../components/page.tsx';
import { useMessage } from '../../components/use-message.ts';
import styles from './compare.module.css';
import { ConfusionGrid } from './confusion-grid.tsx';
import { FoldComparisonPanel } from './fold-comparison-panel.tsx';
import { GroupPanel } from './group-panel.tsx';
import { PairPanel } from './pair-panel.tsx';
import { PairTable } from './pair-table.tsx';
import { ParallelPanel } from './parallel-panel.tsx';
import { ReportSentence } from './report-sentence.tsx';
import { SubjectTable } from './subject-table.tsx';
import type { ChosenPair, Subject } from './subjects.ts';

const CostScatter = lazy(() => import('./cost-scatter.tsx').then(m => ({ default: m.CostScatter })));
const CurvePanel = lazy(() => import('./curve-panel.tsx').then(m => ({ default: m.CurvePanel })));

interface MeasuredViewProps {
  readonly jobId: string;
  readonly report: ComparisonReport;
  readonly subjects: readonly Subject[];
  readonly pair: ChosenPair;
  readonly onPair: (pair: ChosenPair) => void;
}

/** Models that were measured side by side. */
export function MeasuredView({ jobId, report, subjects, pair, onPair }: MeasuredViewProps) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<string | null>('curves');
  const chosen = report.models[pair.b]?.modelId ?? null;
  const choose = (modelId: string): void => {
    const b = report.models.findIndex(model => model.modelId === modelId);
    if (b >= 0) onPair({ a: b === pair.a ? pair.b : pair.a, b });
  };
  const hasGroups = report.groups.some(group => group.members.length > 1);
  const hasConfusion = subjects.some(subject => subject.measured?.evaluation.confusion !== undefined);
  const hasLabels = subjects.some(subject => subject.measured?.evaluation.labels !== undefined);
  const pairIds = [pair.a, pair.b].flatMap(i => report.models[i]?.modelId ?? []);
  return (
    <>
      <Banner>
        <ReportSentence report={report} subjects={subjects} pair={pair} />
      </Banner>
      <Cautions report={report} />
      <div className={styles.two}>
        <Panel>
          <Suspense fallback={<Loading heights={[340]} />}>
            <CostScatter subjects={subjects} split={report.split} chosen={chosen} onChoose={choose} />
          </Suspense>
        </Panel>
        <PairPanel jobId={jobId} report={report} subjects={subjects} pair={pair} onPair={onPair} />
      </div>
      <Panel flush>
        <SubjectTable subjects={subjects} report={report} chosen={chosen} onChoose={choose} />
      </Panel>
      <Panel>
        <Tabs value={tab} onChange={setTab}>
          <Tabs.List mb={12}>
            <Tabs.Tab value="curves">{t('compare.curves')}</Tabs.Tab>
            <Tabs.Tab value="settings">{t('compare.settings')}</Tabs.Tab>
            {hasLabels && <Tabs.Tab value="labels">{t('compare.byLabel')}</Tabs.Tab>}
            {hasConfusion && <Tabs.Tab value="confusion">{t('compare.confusion')}</Tabs.Tab>}
            {report.pairs.length > 0 && <Tabs.Tab value="pairs">{t('compare.pairs')}</Tabs.Tab>}
            {report.folds !== undefined && <Tabs.Tab value="folds">{t('folds.title')}</Tabs.Tab>}
            {hasGroups && <Tabs.Tab value="groups">{t('compare.groups')}</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="curves">
            <Suspense fallback={<Loading heights={[260]} />}>
              <CurvePanel subjects={subjects} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <ParallelPanel subjects={subjects} split={report.split} chosen={chosen} onChoose={choose} />
          </Tabs.Panel>
          {hasLabels && (
            <Tabs.Panel value="labels">
              <LabelTable models={[pair.a, pair.b].flatMap(i => labelsOf(subjects[i]))} />
            </Tabs.Panel>
          )}
          <Tabs.Panel value="confusion">
            <ConfusionGrid key={pairIds.join()} subjects={subjects} chosen={pairIds} />
          </Tabs.Panel>
          <Tabs.Panel value="pairs">
            <PairTable report={report} subjects={subjects} pair={pair} onPair={onPair} />
          </Tabs.Panel>
          {report.folds !== undefined && (
            <Tabs.Panel value="folds">
              <FoldComparisonPanel folds={report.folds} subjects={subjects} />
            </Tabs.Panel>
          )}
          <Tabs.Panel value="groups">
            <GroupPanel report={report} subjects={subjects} />
          </Tabs.Panel>
        </Tabs>
      </Panel>
    </>
  );
}

function labelsOf(subject: Subject | undefined): readonly LabelsOf[] {
  const labels = subject?.measured?.evaluation.labels;
  return subject === undefined || labels === undefined ? [] : [{ modelId: subject.modelId, head: subject, labels }];
}

/** Models side by side from what the workspace holds of each, before they are measured. */
export function UnmeasuredView({ subjects }: { subjects: readonly Subject[] }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <div className={styles.two}>
        <Panel>
          <Suspense fallback={<Loading heights={[340]} />}>
            <CostScatter subjects={subjects} split={null} chosen={chosen} onChoose={setChosen} />
          </Suspense>
        </Panel>
        <Panel>
          <Suspense fallback={<Loading heights={[340]} />}>
            <CurvePanel subjects={subjects} />
          </Suspense>
        </Panel>
      </div>
      <Panel flush>
        <SubjectTable subjects={subjects} report={null} chosen={chosen} onChoose={setChosen} />
      </Panel>
      <Panel title={t('compare.settings')}>
        <ParallelPanel subjects={subjects} split={null} chosen={chosen} onChoose={setChosen} />
      </Panel>
    </>
  );
}

/** Of many models every class may suffer: the figures must not slip below the screen for it. */
const MOST_CAUTIONS = 4;

/** What else to know before quoting a figure. */
function Cautions({ report: { warnings } }: { report: ComparisonReport }) {
  const { t } = useTranslation();
  if (warnings.length === 0) return null;
  const more = warnings.slice(MOST_CAUTIONS);
  return (
    <Banner tone="warn" title={t('compare.warnings')}>
      <CautionList warnings={warnings.slice(0, MOST_CAUTIONS)} />
      {more.length > 0 && (
        <details>
          <summary>{t('compare.moreWarnings', { count: more.length })}</summary>
          <CautionList warnings={more} />
        </details>
      )}
    </Banner>
  );
}

function CautionList({ warnings }: { warnings: readonly string[] }) {
  const message = useMessage();
  return (
    <ul className={styles.warnings}>
      {warnings.map(warning => (
        <li key={warning}>{message(warning)}</li>
      ))}
    </ul>
  );
}
