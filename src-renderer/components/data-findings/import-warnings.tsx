import { useTranslation } from 'react-i18next';
import { useMessage } from '../use-message.ts';
import styles from './data-findings.module.css';

/** What the import had to say: nothing where it had not. */
export function ImportWarnings({ warnings }: { warnings: readonly string[] }) {
  const { t } = useTranslation();
  const message = useMessage();
  if (warnings.length === 0) return null;
  return (
    <div>
      <h3>{t('data.warnings')}</h3>
      <ul className={styles.warnings}>
        {warnings.map(warning => (
          <li key={warning}>{message(warning)}</li>
        ))}
      </ul>
    </div>
  );
}
