import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { FailureNote } from '../../components/error-note.tsx';
import { Loaded } from '../../components/loading.tsx';
import { EDITOR_PATH, putDraft } from '../../ipc/draft.ts';
import { useRerunRecipe, useStartAfresh } from '../../ipc/model-queries.ts';
import styles from './models.module.css';

/** Which steps will run again, before they do. */
export function RerunDialog({ jobId, name, onClose }: { jobId: string; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const rerun = useRerunRecipe(jobId);
  const start = useStartAfresh();
  function edit(recipe: string): void {
    putDraft(recipe);
    navigate(EDITOR_PATH);
  }
  return (
    <Modal opened onClose={onClose} title={t('lineage.rerunTitle', { name })} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Loaded query={rerun} heights={[80]}>
        {({ recipe, steps }) => (
          <div className={styles.dialog}>
            <p>{t('lineage.rerunSteps', { count: steps.length })}</p>
            <ol className={styles.dependents}>
              {steps.map(step => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            <p className="soft">{t('lineage.rerunAdvice')}</p>
            {start.error !== null && <FailureNote failure={start.error} />}
            <div className="row" style={{ justifyContent: 'flex-end' }}>
              <Button variant="default" onClick={() => edit(recipe)}>
                {t('lineage.editFirst')}
              </Button>
              <Button
                data-autofocus
                loading={start.isPending}
                onClick={() => start.mutate(recipe, { onSuccess: ({ runId }) => navigate(`/runs/${runId}`) })}
              >
                {t('lineage.runAgain')}
              </Button>
            </div>
          </div>
        )}
      </Loaded>
    </Modal>
  );
}
