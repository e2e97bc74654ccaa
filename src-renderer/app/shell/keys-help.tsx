import { CloseButton, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './keys-help.module.css';

const KEYS = [
  ['open', ['Ctrl', 'K']],
  ['digit', ['1', '…', '8']],
  ['go', ['g', 'h d m r c e s']],
  ['new', ['n']],
  ['run', ['Ctrl', 'Enter']],
  ['close', ['Esc']],
  ['help', ['?']],
] as const;

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} size="lg" attributes={{ content: { 'aria-label': t('keys.title') } }}>
      <div className={styles.head}>
        <h2>{t('keys.title')}</h2>
        <CloseButton aria-label={t('common.close')} onClick={onClose} />
      </div>
      <dl className={styles.keys}>
        {KEYS.map(([name, keys]) => (
          <div key={name}>
            <dt>
              {keys.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
