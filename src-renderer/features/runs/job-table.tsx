import { Progress, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-shared/contracts/views.ts';
import { isEnded } from '../../../src-shared/domain/job-state.ts';
import { JobStateMark } from '../../components/job-state-mark.tsx';
import { useSeriesColours } from '../../components/series-colours.ts';
import { Swatch } from '../../components/swatch.tsx';
import { Elapsed } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { fractionOf, estimated, type JobGroup } from './job-groups.ts';
import { JobResult } from './job-result.tsx';
import { modelSteps } from './run-series.ts';
import styles from './runs.module.css';

interface JobTableProps {
  readonly groups: readonly JobGroup[];
  readonly chosen: string | null;
  readonly onChoose: (step: string) => void;
}

/** One row per step; the replicates of a step unfold below it. */
export function JobTable({ groups, chosen, onChoose }: JobTableProps) {
  const { t } = useTranslation();
  const colourOf = useSeriesColours(modelSteps(groups));
  const makers = new Set(modelSteps(groups));
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('runs.steps')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('runs.step')}</th>
            <th className="text">{t('common.kind')}</th>
            <th className="text">{t('common.state')}</th>
            <th className="text">{t('runs.result')}</th>
            <th>{t('common.duration')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(group => (
            <GroupRows
              key={group.step}
              group={group}
              colour={makers.has(group.step) ? colourOf(group.step) : null}
              selected={group.step === chosen}
              onChoose={() => onChoose(group.step)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface GroupRowsProps {
  readonly group: JobGroup;
  /** Null for steps that make no model. */
  readonly colour: string | null;
  readonly selected: boolean;
  readonly onChoose: () => void;
}

function GroupRows({ group, colour, selected, onChoose }: GroupRowsProps) {
  const names = useNames();
  const [open, setOpen] = useState(false);
  const [only] = group.jobs;
  const isSingle = group.jobs.length === 1 && only !== undefined;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <>
      <tr data-link data-selected={selected || undefined} onClick={onChoose}>
        <th scope="row" className="text">
          {colour === null ? <span className={styles.noSwatch} /> : <Swatch colour={colour} />}
          <button type="button" className={styles.step} aria-pressed={selected} onClick={onChoose}>
            {group.step}
          </button>
          {!isSingle && (
            <button
              type="button"
              className={styles.unfold}
              aria-expanded={open}
              onClick={event => {
                event.stopPropagation();
                setOpen(!open);
              }}
            >
              <Chevron size={14} aria-hidden="true" /> {names.several(group.step, group.jobs.length)}
            </button>
          )}
        </th>
        <td className="text soft">{names.kind(group.kind)}</td>
        <td className="text">{isSingle ? <JobState job={only} /> : <GroupState group={group} />}</td>
        <td className="text wrap">
          <JobResult jobs={group.jobs} />
        </td>
        <td className="soft">{only !== undefined && <GroupElapsed jobs={group.jobs} />}</td>
      </tr>
      {open && group.jobs.map(job => <ReplicateRow key={job.id} job={job} />)}
    </>
  );
}

function ReplicateRow({ job }: { job: JobView }) {
  const names = useNames();
  return (
    <tr className={styles.replicate}>
      <td className="text">{names.number(job.step, job.replicate ?? 0)}</td>
      <td />
      <td className="text">
        <JobState job={job} />
      </td>
      <td className="text wrap">
        <JobResult jobs={[job]} />
      </td>
      <td className="soft">
        <GroupElapsed jobs={[job]} />
      </td>
    </tr>
  );
}

function GroupElapsed({ jobs }: { jobs: readonly JobView[] }) {
  const starts = jobs.flatMap(job => (job.startedMs === null ? [] : [job.startedMs]));
  const ends = jobs.map(job => job.finishedMs);
  if (starts.length === 0 || (ends.includes(null) && !jobs.some(job => job.state === 'running'))) return null;
  return <Elapsed fromMs={Math.min(...starts)} toMs={ends.includes(null) ? null : Math.max(...ends.map(Number))} />;
}

function GroupState({ group }: { group: JobGroup }) {
  const done = group.jobs.filter(job => job.state === 'succeeded').length;
  return (
    <span className={styles.state}>
      <JobStateMark state={group.state} />
      {group.state !== 'succeeded' && (
        <>
          <Bar fraction={group.fraction} />
          <span className="faint small">
            {done} / {group.jobs.length}
          </span>
        </>
      )}
    </span>
  );
}

function JobState({ job }: { job: JobView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = job;
  return (
    <span className={styles.state}>
      <JobStateMark state={job.state} />
      {job.reused && (
        <Tooltip label={t('runs.reusedHelp')}>
          <span className="faint small" tabIndex={0}>
            {t('runs.reused')}
          </span>
        </Tooltip>
      )}
      {job.state === 'running' && <Bar fraction={fractionOf(job)} />}
      {progress !== null && !isEnded(job.state) && (
        <span className="soft small">
          {t(`stages.${progress.stage}`)}
          {progress.epoch !== undefined &&
            progress.epochs !== undefined &&
            `, ${t('runs.epochOf', { epoch: progress.epoch, epochs: progress.epochs })}`}
          {job.remainingMs !== null && ` · ${t('runs.left', { time: format.duration(estimated(job.remainingMs)) })}`}
        </span>
      )}
    </span>
  );
}

function Bar({ fraction }: { fraction: number }) {
  const { t } = useTranslation();
  return <Progress value={fraction * 100} w={90} size={5} aria-label={t('runs.progress')} transitionDuration={0} />;
}
