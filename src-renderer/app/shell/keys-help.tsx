import { CloseButton, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { KeyList } from '../../components/key-list.tsx';
import styles from './keys-help.module.css';

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} size="lg" attributes={{ content: { 'aria-label': t('keys.title') } }}>
      <div className={styles.head}>
        <h2>{t('keys.title')}</h2>
        <CloseButton aria-label={t('common.close')} onClick={onClose} />
      </div>
      <KeyList className={styles.keys} />
    </Modal>
  );
}
