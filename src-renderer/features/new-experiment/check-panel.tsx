import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { useRecipeCheck } from '../../ipc/queries.ts';
import { Panel } from '../../components/page.tsx';
import { useNames } from '../../components/use-names.ts';
import { useMessage } from '../../components/use-message.ts';
import checkStyles from './recipe-check.module.css';
import styles from './new.module.css';

type Check = NonNullable<ReturnType<typeof useRecipeCheck>['data']>;

interface CheckPanelProps {
  readonly empty: boolean;
  readonly pending: boolean;
  readonly check: Check | undefined;
  readonly onJump: (line: number, column: number) => void;
}

export function CheckPanel({ empty, pending, check, onJump }: CheckPanelProps) {
  const problems = empty ? [] : (check?.problems ?? []);
  return (
    <div className={styles.side}>
      <Panel>
        <Verdict empty={empty} pending={pending} problems={problems.length} />
        {problems.length > 0 && (
          <ul className={checkStyles.problems}>
            {problems.map((problem, i) => (
              <Problem key={i} problem={problem} onJump={onJump} />
            ))}
          </ul>
        )}
      </Panel>
      <Plan steps={empty ? [] : (check?.steps ?? [])} />
    </div>
  );
}

function Verdict({ empty, pending, problems }: { empty: boolean; pending: boolean; problems: number }) {
  const { t } = useTranslation();
  const state = empty ? 'empty' : pending ? 'pending' : problems === 0 ? 'good' : 'bad';
  return (
    <div className={checkStyles.verdict} data-state={state} role="status">
      {state === 'good' && <IconCheck size={16} aria-hidden="true" />}
      {state === 'bad' && <IconAlertTriangle size={16} aria-hidden="true" />}
      {state === 'empty' && t('new.planEmpty')}
      {state === 'pending' && t('new.checking')}
      {state === 'good' && t('new.valid')}
      {state === 'bad' && t('new.problems', { count: problems })}
    </div>
  );
}

function Problem({ problem, onJump }: { problem: Check['problems'][number]; onJump: CheckPanelProps['onJump'] }) {
  const { t } = useTranslation();
  const inWords = useMessage();
  const { line, column = 1, path, message, hint } = problem;
  return (
    <li>
      {line !== undefined && (
        <button type="button" className={styles.place} onClick={() => onJump(line, column)}>
          {t('new.place', { line, column })}
        </button>
      )}{' '}
      <span className="mono faint">{path}</span>
      <div>{inWords(message)}</div>
      {hint !== undefined && <div className="soft">{inWords(hint)}</div>}
    </li>
  );
}

function Plan({ steps }: { steps: Check['steps'] }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <Panel title={t('new.plan')}>
      {steps.length === 0 && <p className="soft">{t('new.planEmpty')}</p>}
      <ol className={styles.plan}>
        {steps.map(step => (
          <li key={step.name}>
            <b>{step.name}</b> <span className="soft">{names.kind(step.kind)}</span>
            {step.repeat > 1 && <div className="faint small">{t('new.times', { count: step.repeat })}</div>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
