import { useTranslation } from 'react-i18next';
import type { Twin } from '../../../src-shared/domain/data-report.ts';
import styles from './data.module.css';

/** Items by number, label and part. */
export function Twins({ twins }: { twins: readonly Twin[] }) {
  const { t } = useTranslation();
  return twins.map(({ item, split, label }) => (
    <span key={item} className={styles.twin}>
      {t('data.itemNumber', { number: item })} <b>{label}</b>{' '}
      <span className="soft">{split === null ? t('data.inNoSplit') : t(`splits.${split}`)}</span>
    </span>
  ));
}
