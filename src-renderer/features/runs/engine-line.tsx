import { useTranslation } from 'react-i18next';
import type { ChoiceCandidate, EngineChoice } from '../../../src-shared/domain/engine-choice.ts';
import { useFormat } from '../../components/use-format.ts';
import { useMessage } from '../../components/use-message.ts';
import type { JobGroup } from './job-groups.ts';
import styles from './runs.module.css';

/** What computes a step, and why not something else; nothing as long as that is not known. */
export function EngineLine({ group }: { group: JobGroup }) {
  const choice = group.jobs.find(job => job.engineChoice !== null)?.engineChoice ?? null;
  return choice === null ? null : <Choice choice={choice} />;
}

function Choice({ choice: { engine, title, threads, why, candidates } }: { choice: EngineChoice }) {
  const { t } = useTranslation();
  const message = useMessage();
  const isChosen = (candidate: ChoiceCandidate): boolean => candidate.engine === engine && candidate.threads === threads;
  const chosen = candidates.find(isChosen);
  const others = candidates.filter(candidate => !isChosen(candidate) && (candidate.stepMs !== null || candidate.reason !== null));
  return (
    <div className={styles.engine}>
      <p className="small">
        {t('runs.engineWith', { engine: message(title), count: threads })}
        <span className="soft"> · {t(`runs.engineWhy.${why}`)}</span>
        {chosen !== undefined && chosen.stepMs !== null && (
          <span className="soft">
            {' · '}
            <StepTime ms={chosen.stepMs} />
          </span>
        )}
      </p>
      {others.length > 0 && (
        <details className="small">
          <summary className="faint">{t('runs.otherEngines')}</summary>
          {others.map(other => (
            <p key={`${other.engine} ${other.threads}`} className="faint small">
              <Against candidate={other} />
            </p>
          ))}
        </details>
      )}
    </div>
  );
}

function Against({ candidate: { title, threads, stepMs, reason } }: { candidate: ChoiceCandidate }) {
  const { t } = useTranslation();
  const message = useMessage();
  return (
    <>
      {threads === null ? message(title) : t('runs.engineWith', { engine: message(title), count: threads })} ·{' '}
      {stepMs === null ? message(reason ?? '') : <StepTime ms={stepMs} />}
    </>
  );
}

function StepTime({ ms }: { ms: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <>{t('runs.perStep', { time: format.duration(ms) })}</>;
}
