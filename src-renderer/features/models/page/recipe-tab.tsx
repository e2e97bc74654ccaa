import { Button, CopyButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { useNames } from '../../../components/use-names.ts';
import { EDIT_PATH, putEdit } from '../../../ipc/draft.ts';
import { useRun } from '../../../ipc/queries.ts';
import styles from '../models.module.css';
import { RerunDialog } from '../rerun-dialog.tsx';

/** The recipe whose step made the model, and the ways to use it again. */
export function RecipeTab({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const names = useNames();
  const [, navigate] = useLocation();
  const run = useRun(row.runId);
  const [asking, rerun] = useDisclosure(false);
  function edit(recipe: string): void {
    putEdit(recipe);
    navigate(EDIT_PATH);
  }
  return (
    <Loaded query={run} heights={[280]}>
      {({ recipe }) => (
        <Panel
          title={t('models.madeByStep', { step: row.step })}
          aside={
            <>
              <CopyButton value={recipe}>
                {({ copied, copy }) => (
                  <Button variant="default" onClick={copy}>
                    {t(copied ? 'common.copied' : 'common.copy')}
                  </Button>
                )}
              </CopyButton>
              <Button variant="default" onClick={() => edit(recipe)}>
                {t('models.useRecipe')}
              </Button>
              <Button variant="default" onClick={rerun.open}>
                {t('lineage.rerun')}
              </Button>
            </>
          }
        >
          <pre className={styles.recipe} tabIndex={0} aria-label={t('models.tabs.recipe')}>
            {recipe}
          </pre>
          {asking && <RerunDialog jobId={row.jobId} name={names.model(row)} onClose={rerun.close} />}
        </Panel>
      )}
    </Loaded>
  );
}
