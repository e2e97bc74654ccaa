import { Button, Progress, Tabs } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobView, RunView } from '../../../src-shared/contracts/views.ts';
import { isEnded, type JobState } from '../../../src-shared/domain/job-state.ts';
import { ErrorNote, FailureNote } from '../../components/error-note.tsx';
import { JobStateMark } from '../../components/job-state-mark.tsx';
import { Loaded, Loading } from '../../components/loading.tsx';
import { Page, Panel } from '../../components/page.tsx';
import { Elapsed, TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { type RunSnapshot, useCancelRun, useResumeRun, useRun } from '../../ipc/queries.ts';
import { EngineLine } from './engine-line.tsx';
import { defaultStep, fractionOf, groupJobs, type JobGroup } from './job-groups.ts';
import { modelSteps } from './run-series.ts';
import { JobLog } from './job-log.tsx';
import { JobTable } from './job-table.tsx';
import { OutputList } from './output-list.tsx';
import { RecipeText } from './recipe-text.tsx';
import styles from './runs.module.css';

const Curves = lazy(() => import('./job-curves.tsx').then(m => ({ default: m.JobCurves })));

export function RunDetail({ runId }: { runId: string }) {
  const { t } = useTranslation();
  const run = useRun(runId);
  return (
    <Loaded query={run} title={t('runs.title')} heights={[160, 320]}>
      {snapshot => <RunSheet snapshot={snapshot} />}
    </Loaded>
  );
}

function RunSheet({ snapshot: { run, jobs, recipe } }: { snapshot: RunSnapshot }) {
  const groups = useMemo(() => groupJobs(jobs), [jobs]);
  const [chosen, setChosen] = useState<string | null>(null);
  const step = chosen ?? defaultStep(groups);
  const group = groups.find(each => each.step === step);
  return (
    <Page
      title={run.name}
      subtitle={
        <span className="row">
          <JobStateMark state={run.state} /> · <TimeAgo atMs={run.createdMs} />
          {run.state === 'succeeded' && <Took run={run} />}
        </span>
      }
      actions={<RunActions run={run} />}
    >
      {run.error !== null && <ErrorNote error={run.error} />}
      <RunProgress run={run} jobs={jobs} />
      <Panel flush>
        <JobTable groups={groups} chosen={step} onChoose={setChosen} />
      </Panel>
      {group !== undefined && <GroupTabs key={`${run.id} ${group.step}`} group={group} groups={groups} recipe={recipe} />}
      {group === undefined && <RecipeText text={recipe} />}
    </Page>
  );
}

function Took({ run: { startedMs, finishedMs } }: { run: RunView }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (startedMs === null || finishedMs === null) return null;
  return <span>· {t('runs.took', { time: format.duration(finishedMs - startedMs) })}</span>;
}

function RunActions({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const cancel = useCancelRun();
  const resume = useResumeRun();
  const failure = cancel.error ?? resume.error;
  return (
    <>
      {failure !== null && <FailureNote failure={failure} />}
      {!isEnded(run.state) && run.state !== 'interrupted' && (
        <Button
          variant="default"
          loading={cancel.isPending}
          leftSection={<IconPlayerStop size={15} aria-hidden="true" />}
          onClick={() => cancel.mutate(run.id)}
        >
          {t('runs.cancel')}
        </Button>
      )}
      {(run.state === 'interrupted' || run.state === 'failed' || run.state === 'cancelled') && (
        <Button
          loading={resume.isPending}
          leftSection={<IconPlayerPlay size={15} aria-hidden="true" />}
          onClick={() => resume.mutate(run.id)}
        >
          {t('runs.resume')}
        </Button>
      )}
    </>
  );
}

function RunProgress({ run, jobs }: { run: RunView; jobs: readonly JobView[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (run.state === 'succeeded') return null;
  // Live from the jobs: the run's own share is renewed less often.
  const fraction = jobs.length === 0 ? run.fraction : jobs.reduce((sum, job) => sum + fractionOf(job), 0) / jobs.length;
  return (
    <div>
      <div className="row" style={{ justifyContent: 'space-between', marginBottom: 4 }}>
        <span>{format.percent(fraction, 0)}</span>
        <span className="soft">{isGoing(run) && <Elapsed fromMs={run.startedMs} toMs={run.finishedMs} />}</span>
      </div>
      <Progress value={fraction * 100} size={6} aria-label={t('runs.progress')} transitionDuration={0} />
    </div>
  );
}

function isGoing({ state, finishedMs }: { state: JobState; finishedMs: number | null }): boolean {
  return state === 'running' || finishedMs !== null;
}

type Tab = 'curves' | 'outputs' | 'log' | 'recipe';

function GroupTabs({ group, groups, recipe }: { group: JobGroup; groups: readonly JobGroup[]; recipe: string }) {
  const { t } = useTranslation();
  const names = useNames();
  const [tab, setTab] = useState<Tab>(trains(group) ? 'curves' : 'outputs');
  const failed = group.jobs.filter(job => job.error !== null);
  return (
    <Panel>
      <h2 className={styles.tabsTitle}>
        {group.step} <span className="soft">{names.kind(group.kind)}</span>
      </h2>
      <EngineLine group={group} />
      <Tabs value={tab} onChange={value => setTab((value ?? 'curves') as Tab)}>
        <Tabs.List mb={12}>
          {(['curves', 'outputs', 'log', 'recipe'] as const).map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`runs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {failed.map(
          job =>
            job.error !== null && (
              <div key={job.id} className={styles.failure}>
                <ErrorNote error={job.error} />
              </div>
            ),
        )}
        <Tabs.Panel value="curves">
          <Suspense fallback={<Loading heights={[240]} />}>
            <Curves group={group} stepNames={modelSteps(groups)} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="outputs">
          <OutputList group={group} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <JobLog group={group} />
        </Tabs.Panel>
        <Tabs.Panel value="recipe">
          <RecipeText text={recipe} />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
}

/** Whether its jobs have curves worth opening first. */
function trains(group: JobGroup): boolean {
  return ['train', 'prune', 'cluster'].includes(group.kind);
}
