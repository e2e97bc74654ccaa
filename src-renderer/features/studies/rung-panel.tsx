import { useTranslation } from 'react-i18next';
import type { StudyView } from '../../../src-shared/contracts/studies.contract.ts';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { rungRows, writeFigure } from './study-figures.ts';
import styles from './studies.module.css';

/** How far trials came: a row a rung. */
export function RungPanel({ study }: { study: StudyView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = rungRows(study);
  const most = Math.max(1, ...rows.map(({ reached }) => reached));
  const metric = study.objectives[0]?.metric;
  const write = (value: number | null): string => (value === null ? t('common.none') : writeFigure(format, metric, value));
  return (
    <Panel title={t('studies.tabs.rungs')} flush>
      <table className="table">
        <thead>
          <tr>
            {study.brackets.length > 1 && <th className="text">{t('studies.bracket')}</th>}
            <th>{t('studies.epochs')}</th>
            <th colSpan={2}>{t('studies.reached')}</th>
            <th>{t('studies.bestThere')}</th>
            <th>{t('studies.medianThere')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={`${row.bracket} ${row.epochs}`}>
              {study.brackets.length > 1 && <td className="text">{row.bracket + 1}</td>}
              <td>{row.epochs}</td>
              <td className={styles.bar}>
                <i style={{ width: `${(row.reached / most) * 100}%` }} />
              </td>
              <td>{format.count(row.reached)}</td>
              <td>{write(row.best)}</td>
              <td className="soft">{write(row.median)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={`faint small ${styles.note}`}>{t('studies.rungsHelp')}</p>
    </Panel>
  );
}
