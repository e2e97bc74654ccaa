import { useTranslation } from 'react-i18next';
import type { DistillationReport } from '../../../src-shared/domain/distillation.ts';
import { Term } from '../term.tsx';
import { useFormat } from '../use-format.ts';
import { useNames } from '../use-names.ts';
import { JUDGED, type Judged } from './result-rows.ts';

const SHARES: ReadonlySet<string> = new Set(['accuracy', 'error', 'calibrationError']);
/** Says the same as the error. */
const LEFT_OUT = 'accuracy';

/** Every figure of this model, of its teacher, and of itself alone. */
export function FigureTable({ report }: { report: DistillationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const judged = JUDGED.flatMap(who => (report[who] === undefined ? [] : [{ who, figures: report[who] }]));
  const metrics = Object.keys(report.distilled?.metrics ?? {}).filter(name => name !== LEFT_OUT);
  const hasErrors = report.distilled?.errors !== undefined;
  const agreed = (who: Judged): number | undefined => (who === 'teacher' ? undefined : report.agreement?.[who]);
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('teaching.figures')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('teaching.model')}</th>
            {hasErrors && <th>{t('teaching.wrong')}</th>}
            {metrics.map(name => (
              <th key={name}>{names.figure(name)}</th>
            ))}
            <th>
              <Term text={t('teaching.sameAnswer')} help={t('teaching.sameAnswerHelp')} />
            </th>
          </tr>
        </thead>
        <tbody>
          {judged.map(({ who, figures }) => (
            <tr key={who}>
              <th scope="row" className="text">
                {who === 'teacher' && report.teachers.length > 1
                  ? t('teaching.who.teachers', { count: report.teachers.length })
                  : t(`teaching.who.${who}`)}
              </th>
              {hasErrors && (
                <td>
                  {format.count(figures.errors ?? 0)} <span className="faint">/ {format.count(figures.items)}</span>
                </td>
              )}
              {metrics.map(name => (
                <td key={name}>{show(figures.metrics[name], SHARES.has(name))}</td>
              ))}
              <td>{show(agreed(who), hasErrors)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function show(value: number | undefined, isShare: boolean): string {
    if (value === undefined) return t('common.none');
    return isShare ? format.percent(value) : format.number(value, 4);
  }
}
