import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DistillationReport } from '../../../src-shared/domain/distillation.ts';
import { Loading } from '../loading.tsx';
import { Panel } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import { CostList } from './cost-list.tsx';
import styles from './distillation-result.module.css';
import { ErrorBars } from './error-bars.tsx';
import { FigureTable } from './figure-table.tsx';
import { GapBar } from './gap-bar.tsx';
import { WarningList } from './warning-list.tsx';

const SweepChart = lazy(() => import('./sweep-chart.tsx').then(m => ({ default: m.SweepChart })));

interface DistillationResultProps {
  readonly report: DistillationReport | undefined;
  /** Reports of all replicates of the step, this one among them. */
  readonly seeds: readonly DistillationReport[];
  /** Null for a model that was deleted since. */
  readonly modelId: string | null;
  /** The name its colour goes by. */
  readonly step: string;
}

/** What teaching a model bought, beside the same model alone; nothing for one that had no teacher. */
export function DistillationResult({ report, seeds, modelId, step }: DistillationResultProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (report === undefined) return null;
  const { distilled, sweep } = report;
  return (
    <Panel
      title={t('teaching.title')}
      aside={
        <>
          {distilled !== undefined && <span className="faint small">{t('teaching.aside', { items: format.count(distilled.items) })}</span>}
          {modelId !== null && <Link href={`/models/${modelId}@teaching`}>{t('teaching.look')}</Link>}
        </>
      }
    >
      <div className={styles.result}>
        <WarningList report={report} />
        {distilled === undefined ? (
          <p className="soft">{t('teaching.noValidation')}</p>
        ) : (
          <>
            <ErrorBars report={report} seeds={seeds} step={step} />
            <GapBar report={report} seeds={seeds} />
            <FigureTable report={report} />
          </>
        )}
        <CostList report={report} />
        {sweep !== undefined && (
          <Suspense fallback={<Loading heights={[240]} />}>
            <SweepChart sweep={sweep} />
          </Suspense>
        )}
      </div>
    </Panel>
  );
}
