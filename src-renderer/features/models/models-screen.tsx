import { Button, SegmentedControl } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded, Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useModels } from '../../ipc/queries.ts';
import { lineagePath, parseTarget } from './model-target.ts';
import { ModelPage } from './page/model-page.tsx';
import { ModelList } from './table/model-list.tsx';

const LineageView = lazy(() => import('./lineage/lineage-view.tsx').then(m => ({ default: m.LineageView })));

export function ModelsScreen({ id }: { id?: string }) {
  const target = parseTarget(id);
  if (target.kind === 'model') return <ModelPage key={target.modelId} id={target.modelId} tab={target.tab} />;
  if (target.kind === 'table') return <AllModels view="table">{() => <ModelList />}</AllModels>;
  return (
    <AllModels view="lineage">
      {() => (
        <Suspense fallback={<Loading heights={[480]} />}>
          <LineageView focus={target.focus} />
        </Suspense>
      )}
    </AllModels>
  );
}

/** The heading with the switch between the ways to look, and what to do while there is nothing to look at. */
function AllModels({ view, children }: { view: 'table' | 'lineage'; children: () => ReactNode }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const models = useModels();
  return (
    <Page
      title={view === 'table' ? t('models.title') : t('lineage.title')}
      subtitle={view === 'table' ? undefined : t('lineage.subtitle')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('models.view')}
            value={view}
            data={[
              { value: 'table', label: t('models.table') },
              { value: 'lineage', label: t('lineage.title') },
            ]}
            onChange={value => navigate(value === 'table' ? '/models' : lineagePath())}
          />
          <Button component={Link} href="/new">
            {t('commands.newExperiment')}
          </Button>
        </>
      }
    >
      <Loaded query={models}>{rows => (rows.length === 0 ? <EmptyState text={t('models.empty')} /> : children())}</Loaded>
    </Page>
  );
}
