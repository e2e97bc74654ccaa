import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import type { PageId, WizardPage } from './pages.ts';
import styles from './wizard.module.css';
import { pageOf } from './wizard-problems.ts';
import type { WizardState } from './wizard-state.ts';

interface ProgressRailProps {
  readonly pages: readonly WizardPage[];
  readonly current: PageId;
  readonly problems: readonly ParamProblem[];
  readonly state: WizardState;
  readonly onGo: (page: PageId) => void;
}

/** The pages in order, which ones were seen, and where something is still missing. Any of them can be gone to. */
export function ProgressRail({ pages, current, problems, state, onGo }: ProgressRailProps) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('new.progress')}>
      <ol className={styles.rail}>
        {pages.map(({ id }, i) => {
          const seen = state.attempted.includes(id);
          const wrong = seen ? problems.filter(problem => pageOf(problem, state, pages) === id).length : 0;
          return (
            <li key={id} data-state={id === current ? 'current' : seen ? 'seen' : 'ahead'}>
              <UnstyledButton className={styles.stop} aria-current={id === current ? 'step' : undefined} onClick={() => onGo(id)}>
                <span className={styles.dot} aria-hidden="true">
                  {seen && wrong === 0 && id !== current ? <IconCheck size={13} /> : i + 1}
                </span>
                {t(`new.pages.${id}`)}
                {wrong > 0 && (
                  <span className={styles.wrong}>
                    <IconAlertTriangle size={13} aria-hidden="true" /> {t('new.problems', { count: wrong })}
                  </span>
                )}
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
