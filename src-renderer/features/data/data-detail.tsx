import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { FailureNote } from '../../components/error-note.tsx';
import { Loaded, Loading } from '../../components/loading.tsx';
import { Banner, Page, Panel } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useUndo } from '../../components/use-undo.tsx';
import { type DataDetail as Detail, useData, useRemoveData, useRestoreData } from '../../ipc/data-queries.ts';
import { ColumnTable } from './column-table.tsx';
import { DataOverview } from './data-overview.tsx';
import { DuplicatePanel } from './duplicate-panel.tsx';
import { LabelPanel } from './label-panel.tsx';
import { SamplePanel } from './sample-panel.tsx';
import { SeenPanel } from './seen-panel.tsx';

const Balance = lazy(() => import('./balance-chart.tsx').then(m => ({ default: m.BalanceChart })));

export function DataDetail({ dataId }: { dataId: string }) {
  const { t } = useTranslation();
  const data = useData(dataId);
  return (
    <Loaded query={data} title={t('data.title')} heights={[120, 260]}>
      {detail => <DataSheet detail={detail} />}
    </Loaded>
  );
}

function DataSheet({ detail }: { detail: Detail }) {
  const { data, deleted, kind, columns } = detail;
  return (
    <Page title={data.name} subtitle={<TimeAgo atMs={data.createdMs} />} actions={!deleted && <DeleteButton detail={detail} />}>
      {deleted && <DeletedNote dataId={data.id} />}
      <DataOverview detail={detail} />
      <Panel>
        <Suspense fallback={<Loading heights={[240]} />}>
          <Balance dataId={data.id} />
        </Suspense>
      </Panel>
      <SamplePanel data={data} kind={kind} />
      <SeenPanel data={data} kind={kind} />
      {columns.length > 0 && <ColumnTable columns={columns} items={data.output.summary.items} />}
      <DuplicatePanel dataId={data.id} />
      {!hasWideTargets(data.output.summary.task) && <LabelPanel dataId={data.id} />}
    </Page>
  );
}

function DeleteButton({ detail: { data, models } }: { detail: Detail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const remove = useRemoveData();
  const restore = useRestoreData();
  const offerUndo = useUndo();
  const said = (): string =>
    models.length === 0
      ? t('data.deleted', { name: data.name })
      : t('data.deletedUsed', { name: data.name, count: models.length, models: format.count(models.length) });
  return (
    <>
      {remove.isError && <FailureNote failure={remove.error} />}
      <Button
        variant="default"
        leftSection={<IconTrash size={15} aria-hidden="true" />}
        loading={remove.isPending}
        onClick={() =>
          remove.mutate(data.id, {
            onSuccess: () => {
              offerUndo(said(), () => restore.mutate(data.id));
              navigate('/data');
            },
          })
        }
      >
        {t('data.delete')}
      </Button>
    </>
  );
}

function DeletedNote({ dataId }: { dataId: string }) {
  const { t } = useTranslation();
  const restore = useRestoreData();
  return (
    <>
      {restore.isError && <FailureNote failure={restore.error} />}
      <Banner tone="warn">
        <div className="row">
          <span className="grow">{t('data.isDeleted')}</span>
          <Button variant="default" size="compact-xs" loading={restore.isPending} onClick={() => restore.mutate(dataId)}>
            {t('data.restore')}
          </Button>
        </div>
      </Banner>
    </>
  );
}
