import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { useLabelModels } from '../../ipc/model-queries.ts';
import styles from './models.module.css';

/** A name of its own; an empty one gives it its step's name back. */
export function RenameDialog({ row, onClose }: { row: ModelRow; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(row.givenName ?? '');
  const label = useLabelModels();
  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    label.mutate({ modelIds: [row.id], name }, { onSuccess: onClose });
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('models.renameTitle', { name: row.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit} className={styles.dialog}>
        <TextInput
          data-autofocus
          label={t('common.name')}
          description={t('models.renameHelp')}
          placeholder={row.step}
          value={name}
          maxLength={80}
          onChange={event => setName(event.currentTarget.value)}
        />
        {label.error !== null && <FailureNote failure={label.error} />}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button type="submit" loading={label.isPending} disabled={name.trim() === (row.givenName ?? '')}>
            {t('models.rename')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
