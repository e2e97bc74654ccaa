import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearch } from 'wouter';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useComparison, useComparisons, useModels } from '../../ipc/queries.ts';
import type { ComparisonItem } from './chooser.tsx';
import { ChooseModels } from './choose-models.tsx';
import { MeasuredPage } from './measured-page.tsx';
import { comparisonOfModels, modelsInSearch, pathOfModels, pickRows, splitInSearch } from './selection.ts';
import { UnmeasuredPage } from './unmeasured-page.tsx';

/** A finished comparison (`/compare/JOB`), or any models (`/compare?models=ID,ID`), measured or not. */
export function CompareScreen({ id }: { id?: string }) {
  const { t } = useTranslation();
  const comparisons = useComparisons();
  const models = useModels();
  return (
    <Loaded query={comparisons} title={t('compare.title')}>
      {items => (
        <Loaded query={models} title={t('compare.title')}>
          {rows => <Compared id={id} items={items} rows={rows} />}
        </Loaded>
      )}
    </Loaded>
  );
}

interface ComparedProps {
  readonly id: string | undefined;
  readonly items: readonly ComparisonItem[];
  readonly rows: readonly ModelRow[];
}

function Compared({ id, items, rows }: ComparedProps) {
  const search = useSearch();
  const ids = modelsInSearch(search);
  const split = splitInSearch(search);
  if (ids === null) {
    const jobId = id ?? items[0]?.jobId;
    return jobId === undefined ? <Nothing rows={rows} /> : <Finished key={jobId} jobId={jobId} items={items} rows={rows} />;
  }
  const known = comparisonOfModels(items, ids, split);
  if (known !== null) return <Finished key={known.jobId} jobId={known.jobId} items={items} rows={rows} />;
  const { found, missing } = pickRows(rows, ids);
  return <UnmeasuredPage key={ids.join()} chosen={found} missing={missing} rows={rows} items={items} split={split ?? 'test'} />;
}

function Finished({ jobId, items, rows }: { jobId: string; items: readonly ComparisonItem[]; rows: readonly ModelRow[] }) {
  const { t } = useTranslation();
  const report = useComparison(jobId);
  return (
    <Loaded query={report} title={t('compare.title')} heights={[52, 340, 160]}>
      {data => <MeasuredPage jobId={jobId} items={items} rows={rows} report={data} />}
    </Loaded>
  );
}

function Nothing({ rows }: { rows: readonly ModelRow[] }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return (
    <Page title={t('compare.title')}>
      <EmptyState
        text={t(rows.length === 0 ? 'compare.empty' : 'compare.emptyWithModels')}
        action={
          rows.length === 0 ? (
            <Button component={Link} href="/">
              {t('commands.takeTour')}
            </Button>
          ) : (
            <ChooseModels rows={rows} chosen={[]} isPrimary onChange={ids => navigate(pathOfModels(ids))} />
          )
        }
      />
    </Page>
  );
}
