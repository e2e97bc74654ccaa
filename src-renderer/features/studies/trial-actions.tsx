import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { StudyTrialView, StudyView } from '../../../src-shared/contracts/studies.contract.ts';
import { EDITOR_PATH, putDraft } from '../../ipc/draft.ts';
import { AFTER_TRIAL, planRecipe, trialRecipe, type AfterTrial } from './trial-recipe.ts';
import styles from './studies.module.css';

/** Recipes that go on from a trial: it by itself, or with something after it; of a plan its own steps. */
export function TrialActions({ study, trial }: { readonly study: StudyView; readonly trial: StudyTrialView }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  function edit(recipe: string): void {
    putDraft(recipe);
    navigate(EDITOR_PATH);
  }
  return (
    <div className={`row ${styles.actions}`}>
      {study.fits === null ? trainings() : carryOut(planRecipe(trial, study.fits))}
      <Button size="xs" variant="default" component={Link} href={`/runs/${study.runId}`}>
        {t('studies.toRun')}
      </Button>
    </div>
  );

  function carryOut(recipe: string | null) {
    return (
      recipe !== null && (
        <Button size="xs" onClick={() => edit(recipe)}>
          {t('studies.carryOut')}
        </Button>
      )
    );
  }

  function trainings() {
    const { dataId, epochsOfTrial: epochs } = study;
    if (dataId === null) return null;
    const write = (then: AfterTrial | null): void => edit(trialRecipe(trial, { dataId, epochs, then }));
    return (
      <>
        <Button size="xs" onClick={() => write(null)}>
          {t('studies.train')}
        </Button>
        {(trial.fields['model'] === undefined ? [] : AFTER_TRIAL).map(then => (
          <Button key={then} size="xs" variant="default" onClick={() => write(then)}>
            {t(`studies.then.${then}`)}
          </Button>
        ))}
      </>
    );
  }
}
