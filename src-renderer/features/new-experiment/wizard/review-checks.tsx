import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import type { ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import { Panel } from '../../../components/page.tsx';
import { useNames } from '../../../components/use-names.ts';
import { useMessage } from '../../../components/use-message.ts';
import { useSpecText } from '../../../components/use-spec-text.ts';
import { useRecipeCheck } from '../../../ipc/queries.ts';
import type { PageId, WizardPage } from './pages.ts';
import type { Path } from './paths.ts';
import checkStyles from '../recipe-check.module.css';
import styles from './wizard.module.css';
import { pageOf, placeOf } from './wizard-problems.ts';
import type { WizardState } from './wizard-state.ts';

interface ReviewChecksProps {
  readonly text: string;
  readonly state: WizardState;
  readonly problems: readonly ParamProblem[];
  readonly pages: readonly WizardPage[];
  /** Of the step. */
  readonly specs: ParamSpecs;
  readonly onJump: (page: PageId, path: Path) => void;
}

/** What is wrong, each with the way to its field; or that main has read the very text and finds nothing. */
export function ReviewChecks({ text, problems, ...place }: ReviewChecksProps) {
  const { t } = useTranslation();
  const inWords = useMessage();
  const check = useRecipeCheck(text);
  // Main reads the text, the page its values: where only main complains, its words are shown as they are.
  const further = problems.length > 0 ? [] : (check.data?.problems ?? []);
  const count = problems.length + further.length;
  const isPending = check.data === undefined || check.isPlaceholderData;
  const tone = count > 0 ? 'bad' : isPending ? 'pending' : 'good';
  return (
    <Panel title={t('new.checks')}>
      <Verdict tone={tone} count={count} />
      {tone === 'bad' && (
        <ul className={checkStyles.problems}>
          {problems.map((problem, i) => (
            <Problem key={i} problem={problem} {...place} />
          ))}
          {further.map(({ path, message }, i) => (
            <li key={`main-${i}`}>
              <span className="mono faint">{path}</span>
              <div>{inWords(message)}</div>
            </li>
          ))}
        </ul>
      )}
      {tone === 'good' && <Plan steps={check.data?.steps ?? []} />}
    </Panel>
  );
}

function Verdict({ tone, count }: { tone: 'good' | 'bad' | 'pending'; count: number }) {
  const { t } = useTranslation();
  return (
    <div className={checkStyles.verdict} data-state={tone} role="status">
      {tone === 'good' && <IconCheck size={16} aria-hidden="true" />}
      {tone === 'bad' && <IconAlertTriangle size={16} aria-hidden="true" />}
      {tone === 'good' && t('new.valid')}
      {tone === 'pending' && t('new.checking')}
      {tone === 'bad' && t('new.problems', { count })}
    </div>
  );
}

function Problem({ problem, state, pages, specs, onJump }: { problem: ParamProblem } & Omit<ReviewChecksProps, 'text' | 'problems'>) {
  const inWords = useMessage();
  const inLanguage = useSpecText();
  return (
    <li>
      <button type="button" className={styles.jump} onClick={() => onJump(pageOf(problem, state, pages), problem.path)}>
        {inLanguage(placeOf(problem, state, specs))}
      </button>
      <div>{inWords(problem.message)}</div>
      {problem.hint !== undefined && <div className="soft">{inWords(problem.hint)}</div>}
    </li>
  );
}

function Plan({ steps }: { steps: readonly { readonly name: string; readonly kind: string; readonly repeat: number }[] }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <ol className={styles.plan}>
      {steps.map(({ name, kind, repeat }) => (
        <li key={name}>
          <b>{name}</b> <span className="soft">{names.kind(kind)}</span>{' '}
          {repeat > 1 && <span className="faint small">{t('new.times', { count: repeat })}</span>}
        </li>
      ))}
    </ol>
  );
}
