import { Button, Progress, SegmentedControl, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import type { Split } from '../../../src-shared/domain/dataset.ts';
import { FailureNote, ErrorNote } from '../../components/error-note.tsx';
import { Banner } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useRun, useStartRun } from '../../ipc/queries.ts';
import styles from './compare.module.css';
import { obstacleOf, oldestFirst, recipeOfComparison, type Obstacle } from './selection.ts';

export interface Measuring {
  readonly runId: string | null;
  readonly error: Error | null;
  readonly isStarting: boolean;
  start(rows: readonly ModelRow[], split: Split): void;
}

/** Starts a run with one compare step, and remembers which. */
export function useMeasuring(): Measuring {
  const [runId, setRunId] = useState<string | null>(null);
  const run = useStartRun();
  return {
    runId,
    error: run.error,
    isStarting: run.isPending,
    start: (rows, split) => run.mutate(recipeOfComparison(oldestFirst(rows), split), { onSuccess: started => setRunId(started.runId) }),
  };
}

export function MeasureButton({ rows, split, measuring }: { rows: readonly ModelRow[]; split: Split; measuring: Measuring }) {
  const { t } = useTranslation();
  const obstacle = obstacleOf(rows);
  const reason = useObstacleText(obstacle);
  return (
    <Tooltip label={reason ?? t('compare.measureHelp')}>
      <Button
        loading={measuring.isStarting}
        data-disabled={obstacle !== null}
        aria-disabled={obstacle !== null}
        onClick={() => obstacle === null && measuring.start(rows, split)}
      >
        {t('compare.measure')}
      </Button>
    </Tooltip>
  );
}

export function SplitChoice({ split, onChange }: { split: Split; onChange: (split: Split) => void }) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('compare.split')}
      value={split}
      onChange={value => onChange(value as Split)}
      data={(['validation', 'test'] as const).map(value => ({ value, label: t(`splitsTitle.${value}`) }))}
    />
  );
}

/** How far the measuring is, and why it can't be done or failed. */
export function MeasureState({ rows, measuring }: { rows: readonly ModelRow[]; measuring: Measuring }) {
  const reason = useObstacleText(rows.length === 0 ? null : obstacleOf(rows));
  if (measuring.error !== null) return <FailureNote failure={measuring.error} />;
  if (measuring.runId !== null) return <RunState runId={measuring.runId} />;
  return reason === null ? null : <Banner tone="warn">{reason}</Banner>;
}

function RunState({ runId }: { runId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useRun(runId);
  const { error, stage, remaining, fraction } = progressOf(data);
  if (error !== null) return <ErrorNote error={error} />;
  return (
    <Banner>
      <div className={styles.measuring}>
        <span role="status">
          {t('compare.measuring')}
          {stage !== null && <span className="soft"> · {t(`stages.${stage}`)}</span>}
          {remaining !== null && <span className="soft"> · {t('compare.remaining', { time: format.duration(remaining) })}</span>}
        </span>
        <Progress className="grow" value={100 * fraction} aria-label={t('compare.measuring')} />
        <Link href={`/runs/${runId}`}>{t('compare.openRun')}</Link>
      </div>
    </Banner>
  );
}

/** Of a run of one step, as far as it is known. */
function progressOf(data: ReturnType<typeof useRun>['data']) {
  const job = data?.jobs[0];
  if (data === undefined || job === undefined) return { error: data?.run.error ?? null, stage: null, remaining: null, fraction: 0 };
  const { progress, remainingMs } = job;
  return {
    error: data.run.error ?? job.error,
    stage: progress?.stage ?? null,
    remaining: remainingMs,
    fraction: progress?.fraction ?? data.run.fraction,
  };
}

function useObstacleText(obstacle: Obstacle | null): string | null {
  const { t } = useTranslation();
  if (obstacle === null) return null;
  switch (obstacle.kind) {
    case 'none-chosen':
      return t('compare.noneChosen');
    case 'too-many':
      return t('compare.tooMany', { count: obstacle.most });
    case 'other-data':
      return t('compare.otherData', {
        sets: obstacle.sets
          .map(({ data, models }) => `${data === '' ? '?' : data}: ${[...new Set(models)].slice(0, 4).join(', ')}`)
          .join('; '),
      });
  }
}
