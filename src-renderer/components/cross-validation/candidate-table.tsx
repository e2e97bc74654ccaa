import { isShareFigure, mainFigureOf } from '../../../src-shared/domain/quality.ts';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CrossValidationReport } from '../../../src-shared/domain/cross-validation.ts';
import { candidateRecords, innerOptimum } from '../../../src-shared/domain/nested-choice.ts';
import { Term } from '../term.tsx';
import { useFormat } from '../use-format.ts';
import { useNames } from '../use-names.ts';

/** Which candidate each fold chose, and how much better a choice looks on the items it was made on; nothing without alternatives. */
export function CandidateTable({ report }: { report: CrossValidationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const records = candidateRecords(report);
  if (records.length === 0) return null;
  const figure = mainFigureOf(report.metrics);
  const show = (value: number | null | undefined): string => {
    if (value === null || value === undefined) return t('common.none');
    return isShareFigure(figure) ? format.percent(value) : format.number(value, 4);
  };
  const isRefit = report.nested?.whole !== null;
  return (
    <>
      <h4>{t('folds.candidates')}</h4>
      <p className="soft">
        {t('folds.optimism', {
          inner: show(innerOptimum(report)),
          outer: show(report.metrics[figure]?.mean),
          figure: names.figure(figure),
        })}
      </p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('folds.candidates')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('folds.candidate')}</th>
              <th>
                <Term text={t('folds.inner', { figure: names.figure(figure) })} help={t('folds.innerHelp')} />
              </th>
              <th>{t('folds.chosenIn')}</th>
              {isRefit && <th className="text">{t('folds.final')}</th>}
            </tr>
          </thead>
          <tbody>
            {records.map((record, i) => (
              <tr key={i}>
                <th scope="row" className="text">
                  {record.name}
                </th>
                <td>{show(record.innerMean)}</td>
                <td>{t('folds.chosenOf', { times: format.count(record.folds), folds: format.count(report.members.length) })}</td>
                {isRefit && <td className="text">{record.isFinal && <IconCheck size={16} aria-label={t('folds.final')} />}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
