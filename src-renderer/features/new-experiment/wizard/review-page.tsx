import { Button, CopyButton } from '@mantine/core';
import { IconCopy, IconPencil } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { StepKindView } from '../../../../src-shared/contracts/workspace.contract.ts';
import type { ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import type { ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import { Panel } from '../../../components/page.tsx';
import { EDITOR_PATH, putDraft } from '../../../ipc/draft.ts';
import { useForecast } from '../../../ipc/experiment-queries.ts';
import { SaveRecipe } from '../save-recipe.tsx';
import { ForecastPanel } from './forecast-panel.tsx';
import type { PageId, WizardPage } from './pages.ts';
import type { Path } from './paths.ts';
import { RecipeView } from './recipe-view.tsx';
import { recipeText } from './recipe-text.ts';
import { ReviewChecks } from './review-checks.tsx';
import { RunFields } from './run-fields.tsx';
import styles from './wizard.module.css';
import type { WizardState } from './wizard-state.ts';

interface ReviewPageProps {
  readonly kind: StepKindView;
  readonly state: WizardState;
  readonly problems: readonly ParamProblem[];
  readonly pages: readonly WizardPage[];
  /** Of the step. */
  readonly specs: ParamSpecs;
  readonly onJump: (page: PageId, path: Path) => void;
  /** What else is foretold. */
  readonly children?: ReactNode;
}

/** The recipe that will run, what was checked, and what it will take. */
export function ReviewPage({ kind, state, problems, pages, specs, onJump, children }: ReviewPageProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const text = useMemo(() => recipeText(state.recipe), [state.recipe]);
  const forecast = useForecast(problems.length === 0 ? text : null);
  return (
    <section className={styles.review} aria-labelledby="wizard-page">
      <h2 id="wizard-page" tabIndex={-1} className="visually-hidden">
        {t('new.pages.review')}
      </h2>
      <div className={styles.column}>
        <Panel title={t('new.nameAndSeed')}>
          <RunFields kind={kind} state={state} />
        </Panel>
        <Panel
          title={t('new.recipe')}
          aside={
            <>
              <CopyButton value={text}>
                {({ copied, copy }) => (
                  <Button variant="default" leftSection={<IconCopy size={15} aria-hidden="true" />} onClick={copy}>
                    {t(copied ? 'common.copied' : 'common.copy')}
                  </Button>
                )}
              </CopyButton>
              <SaveRecipe name={state.recipe.name ?? ''} text={text} disabled={problems.length > 0} />
              <Button
                variant="default"
                leftSection={<IconPencil size={15} aria-hidden="true" />}
                onClick={() => {
                  putDraft(text);
                  navigate(EDITOR_PATH);
                }}
              >
                {t('new.openInEditor')}
              </Button>
            </>
          }
        >
          <RecipeView text={text} />
        </Panel>
      </div>
      <div className={styles.column}>
        <ReviewChecks {...{ text, state, problems, pages, specs, onJump }} />
        {children}
        <ForecastPanel forecast={forecast} isReady={problems.length === 0} />
      </div>
    </section>
  );
}
