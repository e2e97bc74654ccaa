import { Tabs } from '@mantine/core';
import { lazy, memo, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../components/error-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { Panel } from '../../components/page.tsx';
import { useNames } from '../../components/use-names.ts';
import { EngineLine } from './engine-line.tsx';
import { differInProgressOnly, type JobGroup } from './job-groups.ts';
import { JobLog } from './job-log.tsx';
import { OutputList } from './output-list.tsx';
import { RecipeText } from './recipe-text.tsx';
import { drawsCurves, modelSteps } from './run-series.ts';
import { TABS, type Tab } from './run-target.ts';
import { StudyLink } from './study-link.tsx';
import styles from './runs.module.css';

const Curves = lazy(() => import('./job-curves.tsx').then(m => ({ default: m.JobCurves })));

interface GroupTabsProps {
  readonly group: JobGroup;
  /** Of the whole run. */
  readonly groups: readonly JobGroup[];
  readonly recipe: string;
  /** Null: the one worth opening first. */
  readonly tab: Tab | null;
  readonly onTab: (tab: Tab) => void;
}

/** One step of a run from all sides. Not drawn again for the progress of its jobs, which comes ten times a second. */
export const GroupTabs = memo(StepTabs, isSame);

function isSame(a: GroupTabsProps, b: GroupTabsProps): boolean {
  return a.recipe === b.recipe && a.tab === b.tab && a.onTab === b.onTab && differInProgressOnly(a.groups, b.groups);
}

function StepTabs({ group, groups, recipe, tab, onTab }: GroupTabsProps) {
  const { t } = useTranslation();
  const names = useNames();
  const shown = tab ?? (drawsCurves(group) ? 'curves' : 'outputs');
  const notRun = group.jobs.find(job => job.state === 'cancelled' && job.error !== null)?.error;
  return (
    <Panel>
      <h2 className={styles.tabsTitle}>
        {group.step} <span className="soft">{names.kind(group.kind)}</span>
      </h2>
      <EngineLine group={group} />
      <StudyLink group={group} />
      <Tabs value={shown} onChange={value => onTab((value ?? 'curves') as Tab)}>
        <Tabs.List mb={12}>
          {TABS.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`runs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {notRun !== undefined && notRun !== null && (
          <div className={styles.failure}>
            <ErrorNote error={notRun} />
          </div>
        )}
        <Tabs.Panel value="curves">
          <Suspense fallback={<Loading heights={[240]} />}>
            <Curves
              step={group.step}
              jobs={group.jobs.map(job => job.id).join('\n')}
              replicates={group.jobs.map(job => job.replicate ?? '').join('\n')}
              stepNames={modelSteps(groups).join('\n')}
              isOpen={group.state === 'running' || group.state === 'queued'}
            />
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
