import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { Loading } from '../../components/loading.tsx';
import { Banner, Panel } from '../../components/page.tsx';
import { useSeriesColours } from '../../components/series-colours.ts';
import { useNames } from '../../components/use-names.ts';
import styles from './compare.module.css';
import { ClassPanel } from './class-panel.tsx';
import { GroupPanel } from './group-panel.tsx';
import { ModelTable } from './model-table.tsx';
import { PairTable } from './pair-table.tsx';
import { smallestModel } from './report-figures.ts';
import { ReportSentence } from './report-sentence.tsx';

const CostScatter = lazy(() => import('./cost-scatter.tsx').then(m => ({ default: m.CostScatter })));

export function ReportView({ report }: { report: ComparisonReport }) {
  const names = useNames();
  const stepNames = useMemo(() => report.models.map(model => model.name), [report]);
  const colourOf = useSeriesColours(stepNames);
  const shown = { labels: report.models.map(model => names.replicate(model.name, model.replicate)), colours: stepNames.map(colourOf) };
  const [chosen, setChosen] = useState(() => smallestModel(report));
  return (
    <>
      <Banner>
        <ReportSentence report={report} />
      </Banner>
      <Cautions report={report} />
      <div className={styles.two}>
        <Panel>
          <Suspense fallback={<Loading heights={[340]} />}>
            <CostScatter report={report} shown={shown} chosen={chosen} />
          </Suspense>
        </Panel>
        <ClassPanel report={report} shown={shown} chosen={chosen} onChoose={setChosen} />
      </div>
      <Panel flush>
        <ModelTable report={report} shown={shown} chosen={chosen} onChoose={setChosen} />
      </Panel>
      {report.groups.some(group => group.members.length > 1) && <GroupPanel report={report} shown={shown} />}
      {report.pairs.length > 0 && <PairTable report={report} shown={shown} />}
    </>
  );
}

/** What else to know before quoting a figure. */
function Cautions({ report: { warnings } }: { report: ComparisonReport }) {
  const { t } = useTranslation();
  if (warnings.length === 0) return null;
  return (
    <Banner tone="warn" title={t('compare.warnings')}>
      <ul className={styles.warnings}>
        {warnings.map(warning => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Banner>
  );
}
