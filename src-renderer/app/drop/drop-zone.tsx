import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './drop.module.css';
import { carriesFiles, readDrop } from '../../components/intake/read-drop.ts';
import type { DroppedFile } from '../../components/intake/sort-drop.ts';

/** The whole window takes files. Without it a dropped file would take the place of the page. */
export function DropZone({ onFiles }: { onFiles: (files: readonly DroppedFile[]) => Promise<void> }) {
  const { t } = useTranslation();
  const isOver = useFileDrag(onFiles);
  if (!isOver) return null;
  return (
    <div className={styles.over} aria-hidden="true">
      <div className={styles.card}>
        <IconFileImport size={32} stroke={1.4} />
        <b>{t('drop.here')}</b>
        <span className="soft">{t('drop.what')}</span>
      </div>
    </div>
  );
}

/** Entering and leaving are told for every element on the way, so they are counted. */
function useFileDrag(onFiles: (files: readonly DroppedFile[]) => Promise<void>): boolean {
  const [depth, setDepth] = useState(0);
  const [taken, setTaken] = useState(false);
  useEffect(() => {
    const only = (handle: (event: DragEvent, transfer: DataTransfer) => void) => (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer) || event.dataTransfer === null) return;
      event.preventDefault();
      handle(event, event.dataTransfer);
    };
    const enter = only(() => setDepth(before => before + 1));
    const leave = only(() => setDepth(before => Math.max(0, before - 1)));
    const over = only((event, transfer) => {
      transfer.dropEffect = 'copy';
      setTaken(takesFiles(event));
    });
    const drop = only((event, transfer) => {
      setDepth(0);
      if (!takesFiles(event)) void readDrop(transfer).then(onFiles);
    });
    const handlers = [
      ['dragenter', enter],
      ['dragleave', leave],
      ['dragover', over],
      ['drop', drop],
    ] as const;
    for (const [name, handler] of handlers) window.addEventListener(name, handler);
    return () => {
      for (const [name, handler] of handlers) window.removeEventListener(name, handler);
    };
  }, [onFiles]);
  return depth > 0 && !taken;
}

/** Whether the place under the files takes them itself. */
function takesFiles({ target }: DragEvent): boolean {
  return target instanceof Element && target.closest('[data-takes-files]') !== null;
}
