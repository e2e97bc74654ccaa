import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { DeleteDialog } from '../../components/delete-dialog.tsx';
import { FailureNote } from '../../components/error-note.tsx';
import { Loaded, Loading } from '../../components/loading.tsx';
import { Banner, Page, Panel } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useUndo } from '../../components/use-undo.tsx';
import { type DataDetail as Detail, useData, useDataDependents, useRemoveData, useRestoreData } from '../../ipc/data-queries.ts';
import { wizardPath } from '../../ipc/draft.ts';
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
    <Page title={data.name} subtitle={<TimeAgo atMs={data.createdMs} />} actions={!deleted && <Actions detail={detail} />}>
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

function Actions({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  return (
    <>
      <Button component={Link} href={wizardPath('train', `data:${detail.data.id}`)}>
        {t('data.train')}
      </Button>
      <DeleteButton detail={detail} />
    </>
  );
}

function DeleteButton({ detail: { data } }: { detail: Detail }) {
  const { t } = useTranslation();
  const [asking, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={15} aria-hidden="true" />} onClick={dialog.open}>
        {t('data.delete')}
      </Button>
      {asking && <DeleteData data={data} onClose={dialog.close} />}
    </>
  );
}

function DeleteData({ data, onClose }: { readonly data: Detail['data']; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const dependents = useDataDependents(data.id);
  const remove = useRemoveData();
  const restore = useRestoreData();
  const offerUndo = useUndo();
  const deleted = (): void => {
    offerUndo(t('data.deleted', { name: data.name }), () => restore.mutate(data.id));
    onClose();
    navigate('/data');
  };
  return (
    <DeleteDialog
      title={t('data.deleteTitle', { name: data.name })}
      advice={t('data.deleteAdvice')}
      dependents={dependents}
      deletion={remove}
      onClose={onClose}
      onDelete={() => remove.mutate(data.id, { onSuccess: deleted })}
    />
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
