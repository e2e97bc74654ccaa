import { useTranslation } from 'react-i18next';
import styles from './surgery.module.css';

/** What the cells' colours and strokes say. */
export function Legend() {
  const { t } = useTranslation();
  return (
    <div className={styles.legend}>
      <span>{t('surgery.low')}</span>
      <span className={styles.scale} aria-hidden="true" />
      <span>{t('surgery.high')}</span>
      {(['goes', 'cut', 'pinned'] as const).map(fate => (
        <span key={fate} className={styles.key}>
          <span className={styles.sample} data-fate={fate} aria-hidden="true" />
          {t(`surgery.legend.${fate}`)}
        </span>
      ))}
    </div>
  );
}
