import { Tooltip } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { chipClass, Page } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { ChooseModels } from './choose-models.tsx';
import { Chooser, type ComparisonItem } from './chooser.tsx';
import { MeasuredView } from './comparison-view.tsx';
import { SplitChoice } from './measure.tsx';
import { CopyTable, SaveReport } from './report-actions.tsx';
import { quotedModels } from './report-figures.ts';
import { pathOfModels } from './selection.ts';
import { subjectsOfReport } from './subjects.ts';
import { useSurroundings } from './use-surroundings.ts';

interface MeasuredPageProps {
  readonly jobId: string;
  readonly report: ComparisonReport;
  readonly items: readonly ComparisonItem[];
  readonly rows: readonly ModelRow[];
}

export function MeasuredPage({ jobId, report, items, rows }: MeasuredPageProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const around = useSurroundings(useMemo(() => report.models.map(model => model.name), [report]));
  const subjects = useMemo(() => subjectsOfReport(report, rows, around), [report, rows, around]);
  const [pair, setPair] = useState(() => quotedModels(report));
  const ids = report.models.map(model => model.modelId);
  const name = items.find(item => item.jobId === jobId)?.runName ?? '';
  return (
    <Page
      title={t('compare.title')}
      qualifier={t('compare.qualifier', {
        count: report.models.length,
        split: t(`splits.${report.split}`),
        items: format.count(report.items),
      })}
      actions={
        <>
          <TestLooks looks={report.testLooks} />
          <SplitChoice split={report.split} onChange={split => navigate(pathOfModels(ids, split))} />
          <Chooser jobId={jobId} items={items} />
          <ChooseModels rows={rows} chosen={ids} onChange={chosen => navigate(pathOfModels(chosen))} />
          <CopyTable subjects={subjects} report={report} />
          <SaveReport subjects={subjects} report={report} pair={pair} name={name} />
        </>
      }
    >
      <MeasuredView jobId={jobId} report={report} subjects={subjects} pair={pair} onPair={setPair} />
    </Page>
  );
}

function TestLooks({ looks }: { looks: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (looks === null) return null;
  return (
    <Tooltip label={t('compare.testLooksHelp')}>
      <span className={chipClass} tabIndex={0}>
        {t('compare.testLooks', { count: looks, replace: { count: format.count(looks) } })}
      </span>
    </Tooltip>
  );
}
