import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFormat } from '../../components/use-format.ts';
import type { useComparisons } from '../../ipc/queries.ts';

export type ComparisonItem = NonNullable<ReturnType<typeof useComparisons>['data']>[number];

/** Comparisons there are already. */
export function Chooser({ jobId, items }: { jobId: string | null; items: readonly ComparisonItem[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  if (items.length === 0) return null;
  return (
    <Select
      aria-label={t('compare.choose')}
      w={230}
      placeholder={t('compare.choose')}
      value={jobId}
      searchable={items.length > 12}
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
