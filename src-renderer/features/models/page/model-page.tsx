import { ActionIcon, Button, Tabs } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBinaryTree2, IconPencil, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { Loaded, Loading } from '../../../components/loading.tsx';
import { Banner, Page } from '../../../components/page.tsx';
import { TimeAgo } from '../../../components/time.tsx';
import { useNames } from '../../../components/use-names.ts';
import { useLabelModels } from '../../../ipc/model-queries.ts';
import { useModel } from '../../../ipc/queries.ts';
import { DeleteModels } from '../delete-models.tsx';
import { lineagePath, modelPath, TABS, type Tab } from '../model-target.ts';
import type { ModelDetail } from './model-detail.ts';
import styles from '../models.module.css';
import { RenameDialog } from '../rename-dialog.tsx';
import { Tags } from '../tags.tsx';
import { EvaluationList } from './evaluation-list.tsx';
import { NextMenu } from './next-menu.tsx';
import { Overview } from './overview.tsx';
import { RecipeTab } from './recipe-tab.tsx';
import { StructureTab } from './structure-tab.tsx';
import { TryTab } from './try-tab.tsx';

const ActivationsTab = lazy(() => import('./activations-tab.tsx').then(m => ({ default: m.ActivationsTab })));
const FilesTab = lazy(() => import('./files-tab.tsx').then(m => ({ default: m.FilesTab })));
const LatencyTab = lazy(() => import('./latency-tab.tsx').then(m => ({ default: m.LatencyTab })));
const TeachingTab = lazy(() => import('../teaching/teaching-tab.tsx').then(m => ({ default: m.TeachingTab })));
const WeightsTab = lazy(() => import('./weights-tab.tsx').then(m => ({ default: m.WeightsTab })));

export function ModelPage({ id, tab }: { id: string; tab: Tab }) {
  const { t } = useTranslation();
  const model = useModel(id);
  return (
    <Loaded query={model} title={t('models.title')} heights={[200, 240]}>
      {detail => <ModelView detail={detail} tab={tab} />}
    </Loaded>
  );
}

function ModelView({ detail, tab }: { detail: ModelDetail; tab: Tab }) {
  const { t } = useTranslation();
  const names = useNames();
  const [, navigate] = useLocation();
  const row = detail.model;
  return (
    <Page
      title={row.givenName ?? row.step}
      qualifier={
        row.givenName === null
          ? row.replicate === null
            ? undefined
            : t('common.seed', { number: row.replicate + 1 })
          : names.replicate(row.step, row.replicate)
      }
      subtitle={
        <span className={styles.subtitle}>
          {names.kind(row.kind)} · <TimeAgo atMs={row.createdMs} />
          <Tags tags={row.tags} />
        </span>
      }
      actions={<Actions row={row} />}
    >
      {row.output.summary.sparsity !== null && row.output.card === undefined && <Banner>{t('models.maskedOnly')}</Banner>}
      <Tabs value={tab} onChange={value => navigate(modelPath(row.id, (value ?? 'overview') as Tab), { replace: true })}>
        <Tabs.List mb={16}>
          {TABS.filter(name => name !== 'teaching' || row.output.summary.distillation !== undefined).map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`models.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview row={row} />
        </Tabs.Panel>
        <Tabs.Panel value="teaching">
          <Suspense fallback={<Loading heights={[420]} />}>
            {row.output.summary.distillation !== undefined && <TeachingTab row={row} />}
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="structure">
          <StructureTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="weights">
          <Suspense fallback={<Loading heights={[320]} />}>
            <WeightsTab row={row} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="activations">
          <Suspense fallback={<Loading heights={[320]} />}>
            <ActivationsTab row={row} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="evaluations">
          <EvaluationList modelId={row.id} />
        </Tabs.Panel>
        <Tabs.Panel value="try">
          <TryTab key={row.id} row={row} />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <Suspense fallback={<Loading heights={[320, 160]} />}>
            <FilesTab row={row} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="latency">
          <Suspense fallback={<Loading heights={[320]} />}>
            <LatencyTab row={row} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="recipe">
          <RecipeTab row={row} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Actions({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const names = useNames();
  const [, navigate] = useLocation();
  const label = useLabelModels();
  const [renaming, rename] = useDisclosure(false);
  const [deleting, deletion] = useDisclosure(false);
  return (
    <>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t('models.starOne', { name: names.model(row) })}
        aria-pressed={row.starred}
        onClick={() => label.mutate({ modelIds: [row.id], starred: !row.starred })}
      >
        {row.starred ? (
          <IconStarFilled size={15} className={styles.starred} aria-hidden="true" />
        ) : (
          <IconStar size={15} aria-hidden="true" />
        )}
      </ActionIcon>
      <Button variant="default" leftSection={<IconPencil size={15} aria-hidden="true" />} onClick={rename.open}>
        {t('models.rename')}
      </Button>
      <Button
        component={Link}
        href={lineagePath(`${row.runId}/${row.step}`)}
        variant="default"
        leftSection={<IconBinaryTree2 size={15} aria-hidden="true" />}
      >
        {t('lineage.title')}
      </Button>
      <NextMenu row={row} />
      <Button component={Link} href={`/models/${row.id}/surgery`}>
        {t('surgery.open')}
      </Button>
      <Button variant="default" leftSection={<IconTrash size={15} aria-hidden="true" />} onClick={deletion.open}>
        {t('models.delete')}
      </Button>
      {renaming && <RenameDialog row={row} onClose={rename.close} />}
      {deleting && <DeleteModels models={[row]} onClose={deletion.close} onDeleted={() => navigate('/models')} />}
    </>
  );
}
