import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-shared/contracts/views.ts';
import { Loaded } from '../../components/loading.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { useLogs } from '../../ipc/queries.ts';
import type { JobGroup } from './job-groups.ts';
import styles from './runs.module.css';

export function JobLog({ group }: { group: JobGroup }) {
  return group.jobs.map(job => <LogOf key={job.id} job={job} titled={group.jobs.length > 1} />);
}

function LogOf({ job, titled }: { job: JobView; titled: boolean }) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const names = useNames();
  const logs = useLogs(job.id);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const title = names.replicate(job.step, job.replicate);
  return (
    <div>
      {titled && <h3>{title}</h3>}
      <Loaded query={logs} heights={[120]}>
        {lines =>
          lines.length === 0 ? (
            <p className="soft">{t('runs.noLog')}</p>
          ) : (
            <ol className={styles.log} tabIndex={0} aria-label={`${t('runs.log')}: ${title}`}>
              {lines.map((line, i) => (
                <li key={i} data-level={line.level}>
                  <time className="faint">{time.format(line.atMs)}</time> {line.message}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </div>
  );
}
