import { ActionIcon, Checkbox } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { usePlaceRun } from '../../ipc/queries.ts';
import { type RunFacts, useRunProgress } from '../../ipc/run-facts.ts';
import { estimated } from './job-groups.ts';
import { RunState } from './run-state.tsx';
import styles from './runs.module.css';

interface RunItemProps {
  readonly run: RunFacts;
  readonly current: boolean;
  /** How many runs are in the queue. */
  readonly queue: number;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

export function RunItem({ run, current, queue, selected, onSelect }: RunItemProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.item} data-current={current || undefined} data-selected={selected || undefined}>
      <Checkbox
        size="xs"
        className={styles.check}
        checked={selected}
        onChange={onSelect}
        aria-label={t('runs.select', { name: run.name })}
      />
      <Link href={`/runs/${run.id}`} className={styles.itemLink} aria-current={current ? 'page' : undefined}>
        <span className={styles.itemName}>{run.name}</span>
        <span className="soft small nowrap">
          <TimeAgo atMs={run.createdMs} />
        </span>
        <RunState run={run} />
        {run.state === 'running' && <HowFar runId={run.id} />}
      </Link>
      {run.place !== null && queue > 1 && <QueueButtons run={run} place={run.place} queue={queue} />}
    </div>
  );
}

function HowFar({ runId }: { runId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = useRunProgress(runId);
  if (progress === undefined) return null;
  const { fraction, remainingMs } = progress;
  const left = remainingMs === null ? '' : ` · ${t('runs.leftShort', { time: format.duration(estimated(remainingMs)) })}`;
  return (
    <span className="soft small nowrap">
      {format.percent(fraction, 0)}
      {left}
    </span>
  );
}

function QueueButtons({ run, place, queue }: { run: RunFacts; place: number; queue: number }) {
  const { t } = useTranslation();
  const move = usePlaceRun();
  const to = (next: number): void => move.mutate({ runId: run.id, place: next });
  return (
    <span className={styles.queue}>
      <ActionIcon size="xs" disabled={place === 1} aria-label={t('runs.earlierTurn', { name: run.name })} onClick={() => to(place - 1)}>
        <IconChevronUp size={14} />
      </ActionIcon>
      <ActionIcon size="xs" disabled={place === queue} aria-label={t('runs.laterTurn', { name: run.name })} onClick={() => to(place + 1)}>
        <IconChevronDown size={14} />
      </ActionIcon>
    </span>
  );
}
