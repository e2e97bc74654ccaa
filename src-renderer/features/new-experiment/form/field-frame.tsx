import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParamSpec } from '../../../../src-shared/domain/params/param-spec.ts';
import { rangeText } from '../../../../src-shared/domain/params/parse-params.ts';
import type { ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import styles from './form.module.css';
import { helpText } from './help-text.ts';
import { shortLabel } from './short-label.ts';
import { useOptionText, useSpecText } from '../../../components/use-spec-text.ts';
import { useMessage } from '../../../components/use-message.ts';

interface FieldFrameProps {
  readonly spec: ParamSpec;
  readonly id: string;
  readonly problems: readonly ParamProblem[];
  readonly bare: boolean;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** A greatest value that is there only so that there is one. */
const ENDLESS = 1e9;

/** Kinds drawn of several controls: their label names a group and not one of them. */
const GROUPS: ReadonlySet<ParamSpec['kind']> = new Set(['list', 'record', 'group']);

export function FieldFrame({ spec, id, problems, bare, onLeave, children }: FieldFrameProps) {
  const text = useSpecText();
  const isGroup = GROUPS.has(spec.kind);
  if (bare) {
    return (
      <div className={styles.bare} onBlur={onLeave}>
        {children}
        <Problems id={id} problems={problems} />
      </div>
    );
  }
  const label = text(shortLabel(spec.label));
  return (
    <div className={styles.field} onBlur={onLeave} {...(isGroup ? { role: 'group', 'aria-labelledby': `${id}-label` } : {})}>
      {isGroup ? (
        <span className={styles.label} id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label className={styles.label} htmlFor={id} id={`${id}-label`}>
          {label}
        </label>
      )}
      <div className={styles.control}>
        {children}
        <Help spec={spec} id={id} />
        <Problems id={id} problems={problems} />
      </div>
    </div>
  );
}

function Help({ spec, id }: { spec: ParamSpec; id: string }) {
  const { t } = useTranslation();
  const text = useSpecText();
  const option = useOptionText();
  const facts = [
    ...('default' in spec && isPlain(spec.default)
      ? [t('new.default', { value: spec.kind === 'choice' ? option(spec.default) : text(String(spec.default)) })]
      : []),
    ...(spec.optional === true && !isToldOf(spec) ? [t('new.optional')] : []),
    ...(spec.kind === 'number' ? [rangeText({ ...spec, max: spec.max >= ENDLESS ? Infinity : spec.max })] : []),
  ].join(' · ');
  return (
    <div className={styles.help} id={`${id}-help`}>
      {spec.help !== undefined && <span>{helpText(spec, { text, option })} </span>}
      {facts !== '' && <span className="faint">{facts} </span>}
      {spec.source !== undefined && <span className="faint">{t('new.source', { source: text(spec.source) })}</span>}
    </div>
  );
}

/** Where the help says what holds when it is left out, it need not be said that it may be. */
function isToldOf({ help }: ParamSpec): boolean {
  return help?.includes('Left out:') === true;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string';
}

function Problems({ id, problems }: { id: string; problems: readonly ParamProblem[] }) {
  const inWords = useMessage();
  if (problems.length === 0) return null;
  return (
    <div className={styles.problem} id={`${id}-problem`} role="alert">
      <IconAlertTriangle size={14} aria-hidden="true" />
      <div>
        {problems.map(({ message, hint }, i) => (
          <div key={i}>
            {inWords(message)}
            {hint !== undefined && <span className="soft"> {inWords(hint)}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
