import { useTranslation } from 'react-i18next';
import { keepsBudget, type BudgetVerdict } from '../../../src-shared/domain/export-budget.ts';
import { useFormat } from '../use-format.ts';
import { useMessage } from '../use-message.ts';

/** Whether each bound is kept, in words and with a mark; `before`: of files that are not written yet. */
export function BudgetLines({ verdicts, before = false }: { verdicts: readonly BudgetVerdict[]; before?: boolean }) {
  return verdicts.map(verdict => <Verdict key={verdict.measure} verdict={verdict} before={before} />);
}

function Verdict({ verdict, before }: { verdict: BudgetVerdict; before: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useMessage();
  const { measure, found, bound, interval, reason } = verdict;
  const show = (value: number): string =>
    measure === 'bytes' ? format.bytes(value) : t('handover.milliseconds', { value: format.number(value, 3) });
  const keeps = keepsBudget(verdict);
  const texts = { measure: t(`handover.budget.${measure}`), bound: show(bound), found: found === null ? '' : show(found) };
  if (keeps === null) {
    return (
      <p className="small soft">
        {t(before ? 'handover.unknown' : 'handover.notMeasured', texts)} {reason !== undefined && inWords(reason)}
      </p>
    );
  }
  return (
    <p className={`small ${keeps ? 'better' : 'worse'}`}>
      <span aria-hidden="true">{keeps ? '▲' : '▼'}</span> {t(keeps ? 'handover.keeps' : 'handover.breaks', texts)}
      {interval !== undefined && (
        <span className="faint">
          {' '}
          {format.number(interval[0], 3)}–{format.number(interval[1], 3)}
        </span>
      )}
    </p>
  );
}
