import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { useKeys } from '../../components/use-keys.ts';
import { useLabelModels } from '../../ipc/model-queries.ts';
import { DeleteModels } from './delete-models.tsx';
import { compareAddress, fuseAddress } from './model-target.ts';
import styles from './models.module.css';
import { TagsDialog } from './tags-dialog.tsx';

/** What can be done with the models that are marked; nothing while there are none. */
export function SelectionBar({ models, onClear }: { models: readonly ModelRow[]; onClear: () => void }) {
  const { t } = useTranslation();
  const label = useLabelModels();
  const [tagging, tags] = useDisclosure(false);
  const [deleting, deletion] = useDisclosure(false);
  const ids = models.map(model => model.id);
  const some = models.length > 0;
  const starred = models.every(model => model.starred);
  const star = (): void => label.mutate({ modelIds: ids, starred: !starred });
  useKeys(some ? { t: tags.open, s: star, Delete: deletion.open } : {});
  if (!some) return null;
  return (
    <div className={styles.selection} role="toolbar" aria-label={t('models.selected', { count: models.length })}>
      <span>{t('models.selected', { count: models.length })}</span>
      {models.length > 1 && (
        <Button component="a" href={compareAddress(ids)}>
          {t('models.compare', { count: models.length })}
        </Button>
      )}
      {models.length > 1 && (
        <Button component="a" variant="default" href={fuseAddress(ids)}>
          {t('fusion.open')}
        </Button>
      )}
      <Button variant="default" onClick={tags.open}>
        {t('models.tag')}
      </Button>
      <Button variant="default" onClick={star}>
        {starred ? t('models.unstar') : t('models.star')}
      </Button>
      <Button variant="default" onClick={deletion.open}>
        {t('models.delete')}
      </Button>
      <Button variant="subtle" onClick={onClear}>
        {t('models.clear')}
      </Button>
      {tagging && <TagsDialog models={models} onClose={tags.close} />}
      {deleting && <DeleteModels models={models} onClose={deletion.close} onDeleted={onClear} />}
    </div>
  );
}
