import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeletedEntity } from '../../../src-shared/lib/app-error.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { useRestoreData } from '../../ipc/data-queries.ts';
import { useRestoreModels } from '../../ipc/model-queries.ts';
import { useResumeRun } from '../../ipc/queries.ts';

/** Brings back what the run needs and was deleted, and goes on with the run. */
export function TakeBack({ runId, deleted }: { readonly runId: string; readonly deleted: DeletedEntity }) {
  const { t } = useTranslation();
  const models = useRestoreModels();
  const data = useRestoreData();
  const resume = useResumeRun();
  const goOn = { onSuccess: () => resume.mutate(runId) };
  const takeBack = (): void => (deleted.to === 'model' ? models.mutate([deleted.id], goOn) : data.mutate(deleted.id, goOn));
  const failure = models.error ?? data.error ?? resume.error;
  return (
    <>
      <Button size="compact-xs" loading={models.isPending || data.isPending || resume.isPending} onClick={takeBack}>
        {t('runs.takeBack')}
      </Button>
      {failure !== null && <FailureNote failure={failure} />}
    </>
  );
}
