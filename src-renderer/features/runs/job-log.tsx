import { Button, CopyButton, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-shared/contracts/views.ts';
import { Loaded } from '../../components/loading.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useMessage } from '../../components/use-message.ts';
import { useNames } from '../../components/use-names.ts';
import { useLogs } from '../../ipc/queries.ts';
import type { JobGroup } from './job-groups.ts';
import { filterLog, LOG_LEVELS, logText, type LogLevel, type LogLine } from './log-lines.ts';
import styles from './runs.module.css';

/** The logs of a step, each at its end; what is filtered stays so for all of its replicates. */
export function JobLog({ group }: { group: JobGroup }) {
  const { t } = useTranslation();
  const [level, setLevel] = useState<LogLevel>('info');
  const [text, setText] = useState('');
  return (
    <>
      <div className={styles.logTools}>
        <SegmentedControl
          aria-label={t('runs.logLevel')}
          value={level}
          onChange={value => setLevel(value as LogLevel)}
          data={LOG_LEVELS.map(value => ({ value, label: t(`runs.logLevels.${value}`) }))}
        />
        <TextInput
          size="xs"
          w={220}
          placeholder={t('runs.logFilter')}
          aria-label={t('runs.logFilter')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
      </div>
      {group.jobs.map(job => (
        <LogOf key={job.id} job={job} titled={group.jobs.length > 1} level={level} text={text} />
      ))}
    </>
  );
}

function LogOf({ job, titled, level, text }: { job: JobView; titled: boolean; level: LogLevel; text: string }) {
  const { t } = useTranslation();
  const names = useNames();
  const logs = useLogs(job.id);
  const message = useMessage();
  const title = names.replicate(job.step, job.replicate);
  return (
    <div className={styles.logOf}>
      {titled && <h3>{title}</h3>}
      <Loaded query={logs} heights={[120]}>
        {lines => {
          const shown = filterLog(lines, level, text, message);
          if (shown.length === 0) return <p className="soft">{t(lines.length === 0 ? 'runs.noLog' : 'common.noMatch')}</p>;
          return <Lines lines={shown} title={`${t('runs.log')}: ${title}`} />;
        }}
      </Loaded>
    </div>
  );
}

function Lines({ lines, title }: { lines: readonly LogLine[]; title: string }) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const message = useMessage();
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  // Follows what is added, unless the reader has scrolled up.
  useEffect(() => {
    if (atEnd.current && list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [lines.length]);
  return (
    <div className={styles.recipe}>
      <ol
        ref={list}
        className={styles.log}
        tabIndex={0}
        aria-label={title}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
      >
        {lines.map((line, i) => (
          <li key={i} data-level={line.level}>
            <time className="faint" dateTime={new Date(line.atMs).toISOString()}>
              {time.format(line.atMs)}
            </time>{' '}
            {line.level !== 'info' && <b>{t(`runs.lineLevels.${line.level}`)} </b>}
            {message(line.message)}
          </li>
        ))}
      </ol>
      <div className={styles.recipeTools}>
        <CopyButton value={logText(lines)}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-xs" onClick={copy}>
              {t(copied ? 'common.copied' : 'common.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  );
}
