import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../src-shared/contracts/views.ts';
import { JobStateMark } from '../../components/job-state-mark.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { RunFacts } from '../../ipc/run-facts.ts';
import { estimated } from './job-groups.ts';

/** The state of a run, with what a person asked of it: paused, about to be, or waiting for its turn. */
export function RunState({ run }: { run: RunFacts }) {
  const { t } = useTranslation();
  if (run.paused && run.state === 'interrupted') return <JobStateMark state="interrupted" text={t('runs.paused')} />;
  if (run.paused && run.state === 'running') return <JobStateMark state="running" text={t('runs.pausing')} />;
  if (isWaiting(run)) return <JobStateMark state="queued" text={t('runs.waiting')} />;
  return <JobStateMark state={run.state} />;
}

/** Between two of its steps the first run of the queue is not said to wait. */
export function isWaiting({ state, working, place }: RunFacts): boolean {
  return state === 'running' && working === 0 && (place ?? 1) > 1;
}

/** `about 2 min left, then 3 more steps`; nothing where nothing is known. */
export function TimeLeft({ run: { remainingMs, open, working } }: { run: Pick<RunView, 'remainingMs' | 'open' | 'working'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (remainingMs === null) return null;
  const left = t('runs.left', { time: format.duration(estimated(remainingMs)) });
  const more = open - working;
  return <>{more > 0 ? `${left}${t('runs.thenMore', { count: more })}` : left}</>;
}
