import { Button, Select, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loading.tsx';
import { chipClass, Page } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useComparison, useComparisons } from '../../ipc/queries.ts';
import { ReportActions } from './report-actions.tsx';
import { ReportView } from './report-view.tsx';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';

type ComparisonItem = NonNullable<ReturnType<typeof useComparisons>['data']>[number];

export function CompareScreen({ id }: { id?: string }) {
  const { t } = useTranslation();
  const list = useComparisons();
  return (
    <Loaded query={list} title={t('compare.title')}>
      {items => {
        const chosen = id ?? items[0]?.jobId;
        if (chosen !== undefined) return <Comparison key={chosen} jobId={chosen} items={items} />;
        return (
          <Page title={t('compare.title')}>
            <EmptyState
              text={t('compare.empty')}
              action={
                <Button component={Link} href="/">
                  {t('commands.takeTour')}
                </Button>
              }
            />
          </Page>
        );
      }}
    </Loaded>
  );
}

function Comparison({ jobId, items }: { jobId: string; items: readonly ComparisonItem[] }) {
  const { t } = useTranslation();
  const report = useComparison(jobId);
  return (
    <Loaded query={report} title={t('compare.title')} heights={[52, 340, 160]}>
      {data => <ReportPage jobId={jobId} items={items} report={data} />}
    </Loaded>
  );
}

function ReportPage({ jobId, items, report }: { jobId: string; items: readonly ComparisonItem[]; report: ComparisonReport }) {
  const { t } = useTranslation();
  const format = useFormat();
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
          <TestLooks report={report} />
          <Chooser jobId={jobId} items={items} />
          <ReportActions report={report} name={name} />
        </>
      }
    >
      <ReportView report={report} />
    </Page>
  );
}

function TestLooks({ report: { testLooks } }: { report: ComparisonReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (testLooks === null) return null;
  return (
    <Tooltip label={t('compare.testLooksHelp')}>
      <span className={chipClass} tabIndex={0}>
        {t('compare.testLooks', { count: testLooks, replace: { count: format.count(testLooks) } })}
      </span>
    </Tooltip>
  );
}

function Chooser({ jobId, items }: { jobId: string; items: readonly ComparisonItem[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  return (
    <Select
      aria-label={t('compare.choose')}
      w={300}
      value={jobId}
      onChange={value => value !== null && navigate(`/compare/${value}`)}
      data={items.map(item => ({ value: item.jobId, label: labelOf(item, items, format.shortDate(item.finishedMs)) }))}
    />
  );
}

/** The run and when; the step only where a run has several comparisons. */
function labelOf(item: ComparisonItem, items: readonly ComparisonItem[], date: string): string {
  const isOnly = items.filter(other => other.runId === item.runId).length === 1;
  return [item.runName, ...(isOnly ? [] : [item.name]), date].join(' · ');
}
