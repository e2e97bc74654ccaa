import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { DeleteDialog } from '../../components/delete-dialog.tsx';
import { useNames } from '../../components/use-names.ts';
import { useUndo } from '../../components/use-undo.tsx';
import { useDependents, useRemoveModels, useRestoreModels } from '../../ipc/model-queries.ts';

interface DeleteModelsProps {
  readonly models: readonly ModelRow[];
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Asks before the deletion, and offers the way back for a while. */
export function DeleteModels({ models, onClose, onDeleted }: DeleteModelsProps) {
  const { t } = useTranslation();
  const names = useNames();
  const ids = models.map(model => model.id);
  const dependents = useDependents(ids);
  const remove = useRemoveModels();
  const restore = useRestoreModels();
  const undo = useUndo();
  const said = { count: ids.length, name: models[0] === undefined ? '' : names.model(models[0]) };
  const deleted = (): void => {
    undo(t('models.deleted', said), () => restore.mutate(ids));
    onClose();
    onDeleted();
  };
  return (
    <DeleteDialog
      title={t('models.deleteTitle', said)}
      advice={t('models.deleteAdvice')}
      dependents={dependents}
      deletion={remove}
      onClose={onClose}
      onDelete={() => remove.mutate(ids, { onSuccess: deleted })}
    />
  );
}
