import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import styles from './undo.module.css';

const SHOWN_MS = 12_000;

/** Says what was deleted, with the way back beside it for a while, and for as long as the pointer or the focus is there. */
export function useUndo(): (message: string, undo: () => void) => void {
  const { t } = useTranslation();
  return (message, undo) => {
    const note = {
      message: (
        <span className={styles.note}>
          {message}
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            {t('common.undo')}
          </Button>
        </span>
      ),
      color: 'gray',
      autoClose: SHOWN_MS,
      closeButtonProps: { 'aria-label': t('common.close') },
      // The pointer holds it by itself; the focus only where notes are stacked.
      onFocus: () => void notifications.update({ ...note, id, autoClose: false }),
      onBlur: () => void notifications.update({ ...note, id }),
    };
    const id = notifications.show(note);
  };
}
