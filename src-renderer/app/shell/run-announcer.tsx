import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobState } from '../../../src-shared/domain/job-state.ts';
import { useRunFacts } from '../../ipc/run-facts.ts';
import { endedSince } from './ended-since.ts';

const TEXTS = { succeeded: 'app.runFinished', failed: 'app.runFailed', cancelled: 'app.runCancelled' } as const;
const COLOURS = { succeeded: 'tree', failed: 'red', cancelled: 'gray' } as const;

/** Says which runs ended while the page was open: to the eye as a note, to a screen reader in a live region. */
export function RunAnnouncer() {
  const { t } = useTranslation();
  const { data: runs } = useRunFacts();
  const known = useRef<ReadonlyMap<string, JobState> | null>(null);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    if (runs === undefined) return;
    const ended = endedSince(known.current, runs);
    known.current = new Map(runs.map(run => [run.id, run.state]));
    for (const { name, state } of ended) {
      const message = t(TEXTS[state], { name });
      notifications.show({ message, color: COLOURS[state], closeButtonProps: { 'aria-label': t('common.close') } });
      setSpoken(message);
    }
  }, [runs, t]);
  return (
    <div className="visually-hidden" aria-live="polite" role="status">
      {spoken}
    </div>
  );
}
