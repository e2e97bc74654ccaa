import { Button } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import { FailureNote } from '../../../components/error-note.tsx';
import { useDiscardDraft } from '../../../ipc/experiment-queries.ts';
import { useStartRun } from '../../../ipc/queries.ts';
import type { PageId, WizardPage } from './pages.ts';
import { recipeText } from './recipe-text.ts';
import styles from './wizard.module.css';
import { pageOf } from './wizard-problems.ts';
import type { WizardState } from './wizard-state.ts';

interface WizardFooterProps {
  readonly draftId: string;
  readonly pages: readonly WizardPage[];
  readonly page: WizardPage;
  readonly state: WizardState;
  readonly problems: readonly ParamProblem[];
  /** What became of the draft. */
  readonly note: string;
  readonly onGo: (page: PageId) => void;
  readonly onDone: () => void;
}

/** Back, and the one primary action bottom right: next, or run. A page with problems shows them and stays. */
export function WizardFooter({ draftId, pages, page, state, problems, note, onGo, onDone }: WizardFooterProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const start = useStartRun();
  const discard = useDiscardDraft();
  const index = pages.indexOf(page);
  const before = pages[index - 1];
  const after = pages[index + 1];
  const stays = problems.some(problem => pageOf(problem, state, pages) === page.id);
  function run(): void {
    start.mutate(recipeText(state.recipe), {
      onSuccess({ runId }) {
        onDone();
        discard.mutate(draftId);
        navigate(`/runs/${runId}`);
      },
    });
  }
  function leave(): void {
    onDone();
    discard.mutate(draftId, { onSuccess: () => navigate('/new') });
  }
  return (
    <>
      {start.isError && <FailureNote failure={start.error} />}
      <footer className={styles.footer}>
        <Button variant="subtle" color="gray" leftSection={<IconTrash size={15} aria-hidden="true" />} onClick={leave}>
          {t('new.discardDraft')}
        </Button>
        <span className="faint small grow" role="status">
          {note}
        </span>
        {before !== undefined && (
          <Button variant="default" leftSection={<IconArrowLeft size={15} aria-hidden="true" />} onClick={() => onGo(before.id)}>
            {t('new.back')}
          </Button>
        )}
        {after === undefined ? (
          <Button
            disabled={problems.length > 0}
            loading={start.isPending}
            leftSection={<IconPlayerPlay size={15} aria-hidden="true" />}
            onClick={run}
          >
            {t('new.run')}
          </Button>
        ) : (
          <Button rightSection={<IconArrowRight size={15} aria-hidden="true" />} onClick={() => onGo(stays ? page.id : after.id)}>
            {after.id === 'review' ? t('new.toReview') : t('new.next')}
          </Button>
        )}
      </footer>
    </>
  );
}
