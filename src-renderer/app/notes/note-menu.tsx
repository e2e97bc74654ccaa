import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconAlertTriangle, IconBell, IconCheck, IconFileAlert, IconFileImport, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { TimeAgo } from '../../components/time.tsx';
import { FLOATING_ID } from '../theme.ts';
import type { Note } from './notes.ts';
import styles from './notes.module.css';
import type { Notes } from './use-notes.ts';

/** The bell of the top bar: how many notes are unread, and all of them on a click. */
export function NoteMenu({ notes }: { notes: Notes }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  /** What was unread stays marked while the list is open. */
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  function toggle(next: boolean): void {
    if (next) setFresh(new Set(notes.notes.filter(notes.isUnread).map(note => note.id)));
    setOpened(next);
    if (next) notes.markRead();
  }
  const label = notes.unread === 0 ? t('notes.title') : `${t('notes.title')}: ${t('notes.unread', { count: notes.unread })}`;
  return (
    <Popover
      opened={opened}
      onChange={toggle}
      position="bottom-end"
      width={380}
      trapFocus
      returnFocus
      portalProps={{ target: `#${FLOATING_ID}` }}
      transitionProps={{ duration: 80 }}
    >
      <Popover.Target>
        <ActionIcon aria-label={label} title={label} onClick={() => toggle(!opened)} className={styles.bell ?? ''}>
          <IconBell size={17} stroke={1.7} aria-hidden="true" />
          {notes.unread > 0 && (
            <span className={styles.count} aria-hidden="true">
              {notes.unread > 99 ? '99+' : notes.unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('notes.title')}>
        <div className={styles.head}>
          <h2>{t('notes.title')}</h2>
          <Button variant="subtle" size="compact-xs" disabled={notes.notes.length === 0} onClick={notes.clear}>
            {t('notes.clear')}
          </Button>
        </div>
        <NoteList notes={notes.notes} fresh={fresh} onLeave={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

interface NoteListProps {
  readonly notes: readonly Note[];
  readonly fresh: ReadonlySet<string>;
  readonly onLeave: () => void;
}

function NoteList({ notes, fresh, onLeave }: NoteListProps) {
  const { t } = useTranslation();
  if (notes.length === 0) return <p className={`soft ${styles.empty ?? ''}`}>{t('notes.none')}</p>;
  return (
    <ul className={styles.list} tabIndex={0}>
      {notes.map(note => (
        <li key={note.id} data-fresh={fresh.has(note.id) || undefined}>
          <NoteIcon note={note} />
          <div className="grow">
            <NoteText note={note} onLeave={onLeave} />
            {note.kind !== 'run' && note.detail !== '' && <div className="soft small">{note.detail}</div>}
          </div>
          <span className="faint small">
            <TimeAgo atMs={note.atMs} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const RUN_TEXTS = { succeeded: 'app.runFinished', failed: 'app.runFailed', cancelled: 'app.runCancelled' } as const;

function NoteText({ note, onLeave }: { note: Note; onLeave: () => void }) {
  const { t } = useTranslation();
  if (note.kind !== 'run') return <div>{t(`notes.${note.kind}`, { name: note.name })}</div>;
  return (
    <Link href={`/runs/${note.runId}`} onClick={onLeave}>
      {t(RUN_TEXTS[note.state], { name: note.name })}
    </Link>
  );
}

function NoteIcon({ note }: { note: Note }) {
  const tone = note.kind === 'run' ? note.state : note.kind;
  const icons = {
    succeeded: IconCheck,
    failed: IconAlertTriangle,
    cancelled: IconPlayerStop,
    imported: IconFileImport,
    'not-imported': IconFileAlert,
    refused: IconFileAlert,
  } as const;
  const Icon = icons[tone];
  return <Icon size={15} aria-hidden="true" className={styles.icon} data-tone={tone} />;
}
