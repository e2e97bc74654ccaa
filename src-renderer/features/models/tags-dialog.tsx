import { Button, Modal, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { useLabelModels } from '../../ipc/model-queries.ts';
import { useModels } from '../../ipc/queries.ts';
import { FLOATING } from './floating.ts';
import { tagChanges } from './tag-changes.ts';

/** The tags of one or more models: shown are those all of them have. */
export function TagsDialog({ models, onClose }: { models: readonly ModelRow[]; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabelModels();
  const all = useModels().data ?? [];
  const before = models.map(model => model.tags);
  const [tags, setTags] = useState<string[]>(() => [...tagChanges(before, []).common]);
  const changes = tagChanges(before, tags);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('models.tagsOf', { count: models.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <TagsInput
        data-autofocus
        label={t('models.columns.tags')}
        description={models.length > 1 ? t('models.commonTags') : undefined}
        value={tags}
        maxLength={40}
        maxTags={20}
        data={[...new Set(all.flatMap(model => model.tags))].sort()}
        comboboxProps={{ portalProps: FLOATING, zIndex: 1000 }}
        onChange={setTags}
      />
      {label.error !== null && <FailureNote failure={label.error} />}
      <div className="row" style={{ marginTop: 12, justifyContent: 'flex-end' }}>
        <Button
          loading={label.isPending}
          disabled={changes.addTags.length + changes.removeTags.length === 0}
          onClick={() =>
            label.mutate(
              { modelIds: models.map(model => model.id), addTags: [...changes.addTags], removeTags: [...changes.removeTags] },
              { onSuccess: onClose },
            )
          }
        >
          {t('models.save')}
        </Button>
      </div>
    </Modal>
  );
}
