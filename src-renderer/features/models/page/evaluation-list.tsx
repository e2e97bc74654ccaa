import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { EvaluationRow } from '../../../../src-shared/contracts/models.contract.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorShare } from '../../../components/figures.tsx';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { TimeAgo } from '../../../components/time.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { useModelUses } from '../../../ipc/model-queries.ts';

/** Every measure of the model, with its interval and what it was measured on. */
export function EvaluationList({ modelId }: { modelId: string }) {
  const { t } = useTranslation();
  const uses = useModelUses(modelId);
  return (
    <Loaded query={uses} heights={[160]}>
      {({ evaluations }) =>
        evaluations.length === 0 ? (
          <EmptyState text={t('models.noEvaluations')} />
        ) : (
          <Panel flush>
            <EvaluationTable rows={evaluations} />
          </Panel>
        )
      }
    </Loaded>
  );
}

function EvaluationTable({ rows }: { rows: readonly EvaluationRow[] }) {
  const { t } = useTranslation();
  const names = useNames();
  const metrics = [...new Set(rows.flatMap(row => Object.keys(row.evaluation.metrics)))];
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('models.tabs.evaluations')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('models.measuredBy')}</th>
            <th className="text">{t('models.split')}</th>
            <th>{t('models.items')}</th>
            {metrics.map(name => (
              <th key={name}>{names.figure(name)}</th>
            ))}
            <th>{t('figures.latency')}</th>
            <th>{t('common.created')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <EvaluationLine key={row.jobId} row={row} metrics={metrics} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EvaluationLine({ row, metrics }: { row: EvaluationRow; metrics: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { evaluation, latency, beside } = row;
  const href = row.kind === 'compare' ? `/compare/${row.jobId}` : `/runs/${row.runId}`;
  return (
    <tr>
      <th scope="row" className="text">
        <Link href={href}>{row.step}</Link> <span className="soft">{names.kind(row.kind)}</span>
        {beside > 0 && <span className="faint small"> {t('models.beside', { count: beside })}</span>}
      </th>
      <td className="text">{t(`splits.${evaluation.split}`)}</td>
      <td>{format.count(evaluation.items)}</td>
      {metrics.map(name => {
        const estimate = evaluation.metrics[name];
        if (estimate === undefined) return <td key={name} />;
        if (name === 'error')
          return (
            <td key={name}>
              <ErrorShare estimate={estimate} evaluation={evaluation} />
            </td>
          );
        return (
          <td key={name}>
            {format.number(estimate.value, 4)}{' '}
            <span className="faint small">
              {format.number(estimate.low)}–{format.number(estimate.high)}
            </span>
          </td>
        );
      })}
      <td title={latency?.engine}>{latency === null ? t('common.none') : format.duration(latency.p50Ms)}</td>
      <td className="soft">
        <TimeAgo atMs={row.atMs} />
      </td>
    </tr>
  );
}
