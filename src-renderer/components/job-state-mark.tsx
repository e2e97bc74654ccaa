import { IconBan, IconCheck, IconClock, IconLoader2, IconPlayerPause, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { JobState } from '../../src-shared/domain/job-state.ts';
import styles from './job-state-mark.module.css';

const ICONS = {
  queued: IconClock,
  running: IconLoader2,
  interrupted: IconPlayerPause,
  succeeded: IconCheck,
  failed: IconX,
  cancelled: IconBan,
} as const satisfies Record<JobState, typeof IconClock>;

/** State as an icon with colour, and as a word: never colour alone. */
export function JobStateMark({ state, text, withText = true }: { state: JobState; text?: string | undefined; withText?: boolean }) {
  const { t } = useTranslation();
  const Icon = ICONS[state];
  const word = text ?? t(`states.${state}`);
  return (
    <span className={styles.mark} data-state={state} title={withText ? undefined : word}>
      <Icon size={15} stroke={2} aria-hidden="true" />
      {withText ? word : <span className="visually-hidden">{word}</span>}
    </span>
  );
}
