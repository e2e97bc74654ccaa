import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../ipc/api-context.tsx';
import styles from './shell.module.css';

export function ConnectionBar() {
  const { t } = useTranslation();
  const { connection } = useHost();
  const state = useSyncExternalStore(connection.subscribe, connection.current);
  if (state === 'connected' || state === 'connecting') return null;
  return (
    <div className={styles.bar} role="alert">
      {t(state === 'lost' ? 'app.connectionLost' : 'app.connectionRefused')}
    </div>
  );
}
