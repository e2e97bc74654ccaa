import { Button, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { StudyView } from '../../../src-shared/contracts/studies.contract.ts';
import { Loaded } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useSpecText } from '../../components/use-spec-text.ts';
import { useCatalog } from '../../ipc/experiment-queries.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { useModels } from '../../ipc/queries.ts';
import { useStudy } from '../../ipc/study-queries.ts';
import { FrontPanel } from './front-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { ImportancePanel } from './importance-panel.tsx';
import { ParallelPanel } from './parallel-panel.tsx';
import { ResultPanel } from './result-panel.tsx';
import { RungPanel } from './rung-panel.tsx';
import { SurfacePanel } from './surface-panel.tsx';
import { TrialCard } from './trial-card.tsx';
import { TrialTable } from './trial-table.tsx';
import styles from './studies.module.css';
import type { StudySide } from './study-side.ts';
import { pathOf, TABS, type StudyTarget, type Tab } from './study-target.ts';

type ShownTarget = StudyTarget & { readonly studyId: string };

export function StudyPage({ target }: { target: ShownTarget }) {
  const { t } = useTranslation();
  const study = useStudy(target.studyId);
  return (
    <Loaded query={study} title={t('studies.title')} heights={[120, 320]}>
      {view => <StudySheet study={view} target={target} />}
    </Loaded>
  );
}

function StudySheet({ study, target }: { study: StudyView; target: ShownTarget }) {
  const { t } = useTranslation();
  const names = useNames();
  const [, navigate] = useLocation();
  const { tab, trial: chosen } = target;
  const show = (part: Partial<StudyTarget>): void => navigate(pathOf({ ...target, ...part, studyId: target.studyId }), { replace: true });
  const made = useModels().data?.find(row => row.runId === study.runId && row.step === study.step);
  const trial = study.all.find(({ number }) => number === chosen);
  const side: StudySide = { study, chosen, onChoose: number => show({ trial: number }) };
  return (
    <Page
      title={study.step}
      qualifier={names.kind(study.kind)}
      subtitle={<Subtitle study={study} />}
      actions={
        <>
          <Button component={Link} href={`/runs/${study.runId}`} variant="default">
            {t('studies.toRun')}
          </Button>
          {made !== undefined && (
            <Button component={Link} href={`/models/${made.id}`}>
              {t('runs.openModel')}
            </Button>
          )}
        </>
      }
    >
      <ResultPanel {...side} />
      <Tabs value={tab} onChange={value => show({ tab: (value ?? TABS[0]) as Tab })}>
        <Tabs.List mb={16}>
          {TABS.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`studies.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} className={styles.stack ?? ''}>
          {tab === 'history' && <HistoryPanel {...side} />}
          {tab === 'trials' && <TrialTable {...side} />}
          {tab === 'parameters' && <Parameters {...side} />}
          {tab === 'rungs' && <RungPanel study={study} />}
          {tab === 'front' && <FrontPanel {...side} />}
        </Tabs.Panel>
      </Tabs>
      {trial !== undefined && <TrialCard study={study} trial={trial} onClose={() => show({ trial: null })} />}
    </Page>
  );
}

function Parameters(side: StudySide) {
  return (
    <>
      <ParallelPanel {...side} />
      <div className={styles.two}>
        <ImportancePanel study={side.study} />
        {side.study.dimensions.length > 1 && <SurfacePanel study={side.study} />}
      </div>
    </>
  );
}

function Subtitle({ study }: { study: StudyView }) {
  const { t } = useTranslation();
  const text = useSpecText();
  const algorithms = useCatalog().data?.algorithms;
  const titleOf = (registry: string, id: string): string => text(algorithms?.[registry]?.find(entry => entry.id === id)?.title ?? id);
  const format = useFormat();
  const parts = [
    t('studies.trialCount', { count: study.trials, replace: { count: format.count(study.trials) } }),
    t('studies.epochCount', { count: study.epochs, replace: { count: format.count(study.epochs) } }),
    titleOf('sampler', study.sampler),
    titleOf('scheduler', study.scheduler),
    format.duration(study.elapsedMs),
  ];
  return (
    <span>
      {study.finishedMs === null ? t('studies.open') : t('studies.finished')} · {parts.join(' · ')} · <TimeAgo atMs={study.createdMs} />
      {study.previous !== null && (
        <>
          {' · '}
          <Link href={`/studies/${study.previous}`}>{t('studies.previous')}</Link>
        </>
      )}
      {study.next !== null && (
        <>
          {' · '}
          <Link href={`/studies/${study.next}`}>{t('studies.next')}</Link>
        </>
      )}
    </span>
  );
}
