import { Button, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { ErrorNote, FailureNote } from '../../components/error-note.tsx';
import { Banner } from '../../components/page.tsx';
import { BENCH_KEY } from '../../ipc/fusion-queries.ts';
import { useRun, useStartAfresh } from '../../ipc/queries.ts';
import type { BenchMember } from './bench-member.ts';
import styles from './fusion.module.css';
import { evaluateRecipe } from './recipes.ts';

/** Members without stored answers: one button evaluates them, and the bench goes on by itself. */
export function AnswersNeeded({ members, modelIds }: { members: readonly BenchMember[]; modelIds: readonly string[] }) {
  const { t } = useTranslation();
  const start = useStartAfresh();
  const [runId, setRunId] = useState<string | null>(null);
  const needed = members.filter(({ row }) => modelIds.includes(row.id));
  const names = needed.map(({ label }) => label).join(', ');
  function evaluate(): void {
    const models = needed.map(({ row, label }) => ({ id: row.id, name: label }));
    start.mutate(evaluateRecipe(models, t('fusion.answersRun', { names })), { onSuccess: started => setRunId(started.runId) });
  }
  if (start.isError) return <FailureNote failure={start.error} />;
  if (runId !== null) return <Waiting runId={runId} />;
  return (
    <Banner title={t('fusion.unanswered', { count: needed.length, names })}>
      <p className="soft">{t('fusion.unansweredHelp')}</p>
      <Button mt={8} loading={start.isPending} onClick={evaluate}>
        {t('fusion.answer', { count: needed.length })}
      </Button>
    </Banner>
  );
}

function Waiting({ runId }: { runId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data } = useRun(runId);
  const state = data?.run.state;
  useEffect(() => {
    if (state === 'succeeded') void queries.invalidateQueries({ queryKey: BENCH_KEY });
  }, [state, queries]);
  const error = data?.run.error ?? data?.jobs.find(job => job.error !== null)?.error ?? null;
  if (error !== null) return <ErrorNote error={error} />;
  return (
    <Banner>
      <div className={styles.waiting}>
        <span role="status">{t('fusion.answering')}</span>
        <Progress className="grow" value={100 * (data?.run.fraction ?? 0)} aria-label={t('fusion.answering')} />
        <Link href={`/runs/${runId}`}>{t('compare.openRun')}</Link>
      </div>
    </Banner>
  );
}
