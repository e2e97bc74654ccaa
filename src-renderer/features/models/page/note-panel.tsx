import { Button, TagsInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { FailureNote } from '../../../components/error-note.tsx';
import { Panel } from '../../../components/page.tsx';
import { useLabelModels } from '../../../ipc/model-queries.ts';
import { useModels } from '../../../ipc/queries.ts';
import { FLOATING } from '../floating.ts';
import { tagChanges } from '../tag-changes.ts';
import styles from '../models.module.css';

/** Tags are kept as they are set, the note when it is saved. */
export function NotePanel({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const label = useLabelModels();
  const known = useModels().data ?? [];
  const [note, setNote] = useState(row.note);
  function setTags(tags: string[]): void {
    const { addTags, removeTags } = tagChanges([row.tags], tags);
    label.mutate({ modelIds: [row.id], addTags: [...addTags], removeTags: [...removeTags] });
  }
  return (
    <Panel title={t('models.said')} className={styles.wide}>
      <div className={styles.said}>
        <TagsInput
          label={t('models.columns.tags')}
          value={row.tags}
          maxLength={40}
          maxTags={20}
          data={[...new Set(known.flatMap(model => model.tags))].sort()}
          comboboxProps={{ portalProps: FLOATING }}
          onChange={setTags}
        />
        <Textarea
          label={t('models.note')}
          autosize={false}
          rows={4}
          maxLength={4000}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
        />
        {label.error !== null && <FailureNote failure={label.error} />}
        <div>
          <Button
            variant="default"
            disabled={note === row.note}
            loading={label.isPending}
            onClick={() => label.mutate({ modelIds: [row.id], note })}
          >
            {t('models.saveNote')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
