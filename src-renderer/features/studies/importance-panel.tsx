import { useTranslation } from 'react-i18next';
import type { StudyView } from '../../../src-shared/contracts/studies.contract.ts';
import { Loaded } from '../../components/loading.tsx';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useImportance } from '../../ipc/study-queries.ts';
import styles from './studies.module.css';

/** What each parameter explains of the differences between trials. */
export function ImportancePanel({ study }: { study: StudyView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const importance = useImportance(study.id);
  return (
    <Panel title={t('studies.importance')}>
      <Loaded query={importance} title={t('studies.importance')} heights={[160]}>
        {shares =>
          shares === null ? (
            <p className="soft">{t('studies.tooFew')}</p>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th className="text">{t('studies.parameter')}</th>
                  <th colSpan={2}>{t('studies.share')}</th>
                </tr>
              </thead>
              <tbody>
                {shares.map(({ dimension, share }) => (
                  <tr key={dimension}>
                    <th scope="row" className="text mono">
                      {dimension}
                    </th>
                    <td className={styles.bar}>
                      <i style={{ width: `${share * 100}%` }} />
                    </td>
                    <td>{format.percent(share, 0)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      <p className="faint small">{t('studies.importanceHelp')}</p>
    </Panel>
  );
}
