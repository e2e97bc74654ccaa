import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import { useTranslation } from 'react-i18next';
import type { CrossValidationReport } from '../../../src-shared/domain/cross-validation.ts';
import { Term } from '../term.tsx';
import { useFormat } from '../use-format.ts';
import { useNames } from '../use-names.ts';
import { CandidateTable } from './candidate-table.tsx';
import { FoldTable } from './fold-table.tsx';
import styles from './folds.module.css';

/** What a cross-validation found: every figure over the folds, then fold by fold. */
export function FoldPanel({ report }: { report: CrossValidationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { folds, yields, warnings } = report;
  return (
    <section className={styles.panel}>
      <h3>{t('folds.title')}</h3>
      <p className="soft">
        {t('folds.dealt', {
          count: folds.repeats,
          folds: format.count(folds.k),
          items: format.count(folds.items),
          of: t(`folds.of.${folds.of}`),
        })}{' '}
        {t(`folds.yields.${yields}`)}
      </p>
      <SpreadTable report={report} />
      <CandidateTable report={report} />
      <FoldTable report={report} />
      {warnings.map(warning => (
        <p key={warning} className="soft small">
          {warning}
        </p>
      ))}
    </section>
  );
}

function SpreadTable({ report: { metrics, members } }: { report: CrossValidationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const show = (name: string, value: number, digits = 4): string =>
    isShareFigure(name) ? format.percent(value) : format.number(value, digits);
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('folds.title')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('folds.figure')}</th>
            <th>{t('folds.mean')}</th>
            <th>
              <Term text={t('folds.standardError')} help={t('folds.standardErrorHelp')} />
            </th>
            <th>
              <Term text={t('folds.deviation')} help={t('folds.deviationHelp')} />
            </th>
            <th>{t('folds.range')}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(metrics).map(([name, spread]) => {
            const values = members.flatMap(member => member.metrics[name] ?? []);
            return (
              <tr key={name}>
                <th scope="row" className="text">
                  {names.figure(name)}
                </th>
                <td className="strong">{show(name, spread.mean)}</td>
                <td>± {show(name, spread.standardError, 2)}</td>
                <td className="soft">{show(name, spread.deviation, 2)}</td>
                <td className="soft">
                  {show(name, Math.min(...values))} – {show(name, Math.max(...values))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
