import { Button, Progress } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { JobView, RunView } from '../../../src-shared/contracts/views.ts';
import { Loaded } from '../../components/loading.tsx';
import { Banner, Page, Panel } from '../../components/page.tsx';
import { Elapsed, TimeAgo } from '../../components/time.tsx';
import { useMessage } from '../../components/use-message.ts';
import { useFormat } from '../../components/use-format.ts';
import { type RunSnapshot, useRestoreRuns, useRun } from '../../ipc/queries.ts';
import { Failures } from './failures.tsx';
import { GroupTabs } from './group-tabs.tsx';
import { defaultStep, fractionOf, groupJobs } from './job-groups.ts';
import { JobTable } from './job-table.tsx';
import { RecipeText } from './recipe-text.tsx';
import { RunActions } from './run-actions.tsx';
import { RunNext } from './run-next.tsx';
import { RunState, TimeLeft } from './run-state.tsx';
import { pathOf, type RunTarget, type Tab } from './run-target.ts';

type ShownTarget = RunTarget & { readonly runId: string };

export function RunDetail({ target }: { target: ShownTarget }) {
  const { t } = useTranslation();
  const run = useRun(target.runId);
  return (
    <Loaded query={run} title={t('runs.title')} heights={[160, 320]}>
      {snapshot => <RunSheet snapshot={snapshot} target={target} />}
    </Loaded>
  );
}

function RunSheet({ snapshot: { run, jobs, recipe, notes }, target }: { snapshot: RunSnapshot; target: ShownTarget }) {
  const [, navigate] = useLocation();
  const groups = useMemo(() => groupJobs(jobs), [jobs]);
  const step = target.step ?? defaultStep(groups);
  const group = groups.find(each => each.step === step);
  const { runId } = target;
  const show = (part: Partial<RunTarget>): void => navigate(pathOf({ ...target, step, ...part }), { replace: true });
  const showTab = useCallback((tab: Tab): void => navigate(pathOf({ runId, step, tab }), { replace: true }), [navigate, runId, step]);
  return (
    <Page
      title={run.name}
      subtitle={
        <span className="row">
          <RunState run={run} /> · <TimeAgo atMs={run.createdMs} />
          {run.state === 'succeeded' && <Took run={run} />}
        </span>
      }
      actions={
        <>
          <RunActions run={run} recipe={recipe} />
          <RunNext run={run} groups={groups} />
        </>
      }
    >
      {run.deleted && <DeletedNote run={run} />}
      {notes.length > 0 && <Notes notes={notes} />}
      <Failures run={run} groups={groups} recipe={recipe} />
      <RunProgress run={run} jobs={jobs} />
      <Panel flush>
        <JobTable groups={groups} chosen={step} onChoose={chosen => show({ step: chosen, tab: null })} />
      </Panel>
      {group === undefined ? (
        <RecipeText text={recipe} />
      ) : (
        <GroupTabs key={group.step} group={group} groups={groups} recipe={recipe} tab={target.tab} onTab={showTab} />
      )}
    </Page>
  );
}

/** How names of the recipe were understood, where that may not be what a person expects. */
function Notes({ notes }: { notes: readonly string[] }) {
  const message = useMessage();
  return (
    <Banner tone="warn">
      {notes.map(note => (
        <p key={note}>{message(note)}</p>
      ))}
    </Banner>
  );
}

function Took({ run: { startedMs, finishedMs } }: { run: RunView }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (startedMs === null || finishedMs === null) return null;
  return <span>· {t('runs.took', { time: format.duration(finishedMs - startedMs) })}</span>;
}

function DeletedNote({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const restore = useRestoreRuns();
  return (
    <Banner tone="warn">
      <div className="row">
        <span className="grow">{t('runs.isDeleted')}</span>
        <Button variant="default" size="compact-xs" loading={restore.isPending} onClick={() => restore.mutate([run.id])}>
          {t('runs.restore')}
        </Button>
      </div>
    </Banner>
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
        <span>
          {format.percent(fraction, 0)}{' '}
          <span className="soft">
            <TimeLeft run={{ ...run, remainingMs: remainingOf(jobs), working: jobs.filter(job => job.state === 'running').length }} />
          </span>
        </span>
        <span className="soft">
          {(run.state === 'running' || run.finishedMs !== null) && <Elapsed fromMs={run.startedMs} toMs={run.finishedMs} />}
        </span>
      </div>
      <Progress value={fraction * 100} size={6} aria-label={t('runs.progress')} transitionDuration={0} />
    </div>
  );
}

/** Until all that computes now should be done; null while that is not known of each. */
function remainingOf(jobs: readonly JobView[]): number | null {
  const left = jobs.filter(job => job.state === 'running').map(job => job.remainingMs);
  return left.length === 0 || left.includes(null) ? null : Math.max(...left.map(Number));
}
