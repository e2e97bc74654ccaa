import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { toAppError } from '../../../src-shared/lib/app-error.ts';
import { useMessage } from '../../components/use-message.ts';
import { useUndo } from '../../components/use-undo.tsx';
import type { RunFacts } from '../../ipc/run-facts.ts';
import { useRemoveRuns, useRestoreRuns } from '../../ipc/queries.ts';

/** Deletes runs and offers to bring them back; what runs is refused in words before main is asked. */
export function useDeleteRuns(): (runs: readonly Pick<RunFacts, 'id' | 'name' | 'place'>[], then: () => void) => void {
  const { t } = useTranslation();
  const inWords = useMessage();
  const remove = useRemoveRuns();
  const restore = useRestoreRuns();
  const offerUndo = useUndo();
  const complain = (message: string): void =>
    void notifications.show({ message, color: 'red', closeButtonProps: { 'aria-label': t('common.close') } });
  return (runs, then) => {
    const open = runs.find(run => run.place !== null);
    if (open !== undefined) return complain(t('runs.deleteOpen', { name: open.name }));
    const ids = runs.map(run => run.id);
    if (ids.length === 0) return;
    remove.mutate(ids, {
      onError: failure => complain(inWords(toAppError(failure).message)),
      onSuccess: () => {
        then();
        const [only] = runs;
        const said =
          runs.length === 1 && only !== undefined ? t('runs.deletedOne', { name: only.name }) : t('runs.deleted', { count: ids.length });
        offerUndo(said, () => restore.mutate(ids));
      },
    });
  };
}
