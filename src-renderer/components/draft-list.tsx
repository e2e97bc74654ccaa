import { ActionIcon, Button } from '@mantine/core';
import { IconFilePlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { draftPath } from '../ipc/draft.ts';
import { useDiscardDraft, useDrafts } from '../ipc/experiment-queries.ts';
import styles from './draft-list.module.css';
import { Panel } from './page.tsx';
import { TimeAgo } from './time.tsx';
import { useNames } from './use-names.ts';

/** Experiments that were begun, the last changed first; nothing where there are none. */
export function DraftList({ most = Infinity }: { most?: number }) {
  const { t } = useTranslation();
  const names = useNames();
  const drafts = useDrafts().data ?? [];
  const discard = useDiscardDraft();
  if (drafts.length === 0) return null;
  return (
    <Panel
      title={t('new.drafts')}
      aside={drafts.length > most ? <Link href="/new">{t('new.allDrafts', { count: drafts.length })}</Link> : undefined}
    >
      <ul className={styles.list}>
        {drafts.slice(0, most).map(({ id, name, kind, updatedMs }) => (
          <li key={id}>
            <IconFilePlus size={15} stroke={1.6} aria-hidden="true" />
            <span className="grow ellipsis">
              <b>{name}</b> <span className="soft">{names.kind(kind)}</span>
            </span>
            <span className="faint small">
              <TimeAgo atMs={updatedMs} />
            </span>
            <Button component={Link} href={draftPath(id)} variant="default" size="compact-xs" aria-label={t('new.continueNamed', { name })}>
              {t('new.continueDraft')}
            </Button>
            <ActionIcon size="sm" aria-label={t('new.discardNamed', { name })} onClick={() => discard.mutate(id)}>
              <IconTrash size={14} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
