import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { Field } from '../form/field.tsx';
import { useForm } from '../form/form-model.tsx';
import { useSpecText } from '../../../components/use-spec-text.ts';
import type { WizardPage } from './pages.ts';
import { startsWith, type Path } from './paths.ts';
import styles from './wizard.module.css';

interface FieldsPageProps {
  readonly page: WizardPage;
  readonly specs: ParamSpecs;
  /** Of the step. */
  readonly path: Path;
}

export function FieldsPage({ page, specs, path }: FieldsPageProps) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="wizard-page">
      <h2 id="wizard-page" tabIndex={-1} className={styles.heading}>
        {t(`new.pages.${page.id}`)}
      </h2>
      {page.fields.map(name => specs[name] !== undefined && <Field key={name} spec={specs[name]} path={[...path, name]} />)}
      {page.more.length > 0 && <More names={page.more} specs={specs} path={path} />}
    </section>
  );
}

/** Folded away, but never while something in it is wrong. */
function More({ names, specs, path }: { names: readonly string[]; specs: ParamSpecs; path: Path }) {
  const { t } = useTranslation();
  const { problems } = useForm();
  const text = useSpecText();
  const [asked, setAsked] = useState(false);
  const isOpen = asked || names.some(name => problems.some(problem => startsWith(problem.path, [...path, name])));
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <>
      <UnstyledButton className={styles.more} aria-expanded={isOpen} onClick={() => setAsked(!isOpen)}>
        <Chevron size={14} aria-hidden="true" />
        <span className={styles.count}>{t('new.more', { count: names.length })}</span>
        <span className={`${styles.names} faint small`}>
          {names.map(name => withinSentence(text(specs[name]?.label ?? name))).join(', ')}
        </span>
      </UnstyledButton>
      {isOpen && names.map(name => specs[name] !== undefined && <Field key={name} spec={specs[name]} path={[...path, name]} />)}
    </>
  );
}

/** Without its capital, which in "Weight decay (L2)" and "SNIP" belongs to a symbol. */
function withinSentence(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
