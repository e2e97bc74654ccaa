import { useTranslation } from 'react-i18next';
import type { Estimate, Evaluation } from '../../src-shared/domain/report.ts';
import { useFormat } from './use-format.ts';

/** Decimal bytes with the exact count on hover. */
export function Bytes({ value }: { value: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <span title={t('common.exactBytes', { count: value, replace: { count: format.count(value) } })}>{format.bytes(value)}</span>;
}

/** `2.32 M` with the exact count on hover. */
export function Compact({ value }: { value: number }) {
  const format = useFormat();
  return <span title={format.count(value)}>{format.compact(value)}</span>;
}

/** Percent, then its interval in a quieter colour; the count of errors on hover when it is known. */
export function ErrorShare({ estimate, evaluation, best = false }: { estimate: Estimate; evaluation?: Evaluation; best?: boolean }) {
  const format = useFormat();
  const text = useErrorText();
  return (
    <span title={evaluation === undefined ? undefined : (text(evaluation, estimate) ?? undefined)}>
      <span className={best ? 'best' : undefined}>{format.percent(estimate.value)}</span>{' '}
      <span className="faint small">{format.interval(estimate.low, estimate.high)}</span>
    </span>
  );
}

/** `159 of 10,000 (1.59 %, 1.36–1.85)`; null for tasks without wrong answers. */
export function useErrorText(): (evaluation: Evaluation, estimate: Estimate) => string | null {
  const { t } = useTranslation();
  const format = useFormat();
  return (evaluation, estimate) =>
    evaluation.errors === undefined
      ? null
      : t('common.errorOf', {
          errors: format.count(evaluation.errors),
          items: format.count(evaluation.items),
          percent: format.percent(estimate.value),
          interval: format.interval(estimate.low, estimate.high),
        });
}
