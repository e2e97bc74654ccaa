import { ActionIcon } from '@mantine/core';
import { IconArrowsJoin2, IconArrowRight, IconCode, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { StepKindView } from '../../../src-shared/contracts/workspace.contract.ts';
import { DraftList } from '../../components/draft-list.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Page, Panel } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useNames } from '../../components/use-names.ts';
import { EDITOR_PATH, wizardPath } from '../../ipc/draft.ts';
import { useCatalog, useRemoveRecipe, useSavedRecipes } from '../../ipc/experiment-queries.ts';
import { useSpecText } from '../../components/use-spec-text.ts';
import { KindIcon } from './kind-icon.tsx';
import styles from './new.module.css';

/** Cards of the step kinds in the order of the journey, and what was begun before. */
export function StartPage() {
  const { t } = useTranslation();
  const catalog = useCatalog();
  return (
    <Page title={t('new.title')} subtitle={t('new.startSubtitle')}>
      <DraftList />
      <Loaded query={catalog} heights={[240]}>
        {({ stepKinds }) => (
          <ul className={styles.cards}>
            {stepKinds.map(kind => (
              <KindCard key={kind.id} kind={kind} />
            ))}
            <Card href="/fuse" title={t('fusion.title')} help={t('fusion.cardHelp')}>
              <IconArrowsJoin2 size={18} stroke={1.6} aria-hidden="true" />
            </Card>
            <Card href={EDITOR_PATH} title={t('new.writeTitle')} help={t('new.writeHelp')}>
              <IconCode size={18} stroke={1.6} aria-hidden="true" />
            </Card>
          </ul>
        )}
      </Loaded>
      <SavedRecipes />
    </Page>
  );
}

function KindCard({ kind }: { kind: StepKindView }) {
  const names = useNames();
  const text = useSpecText();
  const title = names.kind(kind.id);
  return (
    <Card href={wizardPath(kind.id)} title={title === kind.id ? text(kind.title) : title} help={text(kind.help)}>
      <KindIcon kind={kind.id} />
    </Card>
  );
}

function Card({ href, title, help, children }: { href: string; title: string; help: string; children: ReactNode }) {
  return (
    <li>
      <Link href={href} className={styles.card}>
        {children}
        <span className={styles.cardTitle}>{title}</span>
        <IconArrowRight size={16} className={styles.cardArrow} aria-hidden="true" />
        <span className={styles.cardHelp}>{help}</span>
      </Link>
    </li>
  );
}

function SavedRecipes() {
  const { t } = useTranslation();
  const saved = useSavedRecipes().data ?? [];
  const remove = useRemoveRecipe();
  if (saved.length === 0) return null;
  return (
    <Panel title={t('new.savedRecipes')}>
      <ul className={styles.kept}>
        {saved.map(({ id, name, updatedMs }) => (
          <li key={id}>
            <IconCode size={15} stroke={1.6} aria-hidden="true" />
            <Link href={`/new/${encodeURIComponent(id)}`} className="grow ellipsis">
              {name}
            </Link>
            <span className="faint small">
              <TimeAgo atMs={updatedMs} />
            </span>
            <ActionIcon size="sm" aria-label={t('new.removeNamed', { name })} onClick={() => remove.mutate(id)}>
              <IconTrash size={14} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
