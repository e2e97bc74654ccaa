import { Loader, RingProgress, Tooltip } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { chipClass } from '../../components/page.tsx';
import { LanguageMenu, ThemeMenu } from '../../components/preference-menus.tsx';
import { useMessage } from '../../components/use-message.ts';
import { useEngine, useWorkspace } from '../../ipc/queries.ts';
import { useRunning } from '../../ipc/run-facts.ts';
import { NoteMenu } from '../notes/note-menu.tsx';
import type { Notes } from '../notes/use-notes.ts';
import styles from './shell.module.css';

interface TopBarProps {
  readonly onSearch: () => void;
  readonly onProjects: () => void;
  readonly notes: Notes;
}

export function TopBar({ onSearch, onProjects, notes }: TopBarProps) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const name = workspace.data?.name;
  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Espalier`;
  }, [name]);
  return (
    <header className={styles.top}>
      <button type="button" className={styles.workspace} title={workspace.data?.path} onClick={onProjects} aria-haspopup="dialog">
        <b>{name ?? ''}</b>
        <span className={`faint ${styles.optional}`}>{t('app.workspace')}</span>
        <IconSelector size={13} aria-hidden="true" className="faint" />
      </button>
      <button type="button" className={styles.search} onClick={onSearch}>
        <span className="ellipsis">{t('app.search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className={styles.chips}>
        <EngineChip />
        <RunningChip />
        <NoteMenu notes={notes} />
        <LanguageMenu />
        <ThemeMenu />
      </div>
    </header>
  );
}

function EngineChip() {
  const { t } = useTranslation();
  const message = useMessage();
  const { data: engine } = useEngine();
  if (engine === undefined || engine === null) {
    return (
      <Link href="/compute" className={chipClass}>
        <Loader size={10} color="gray" /> {t('app.engineMeasuring')}
      </Link>
    );
  }
  return (
    <Tooltip label={message(engine.reason)}>
      <Link href="/compute" className={`${chipClass} ${styles.engine}`}>
        <span className={styles.dot} aria-hidden="true" />
        <b>{message(engine.title)}</b>
        <span className={styles.optional}>{t('app.threads', { count: engine.threads })}</span>
      </Link>
    </Tooltip>
  );
}

function RunningChip() {
  const { t } = useTranslation();
  const { count, only, percent } = useRunning();
  if (count === 0) {
    return (
      <Link href="/runs" className={chipClass}>
        {t('app.nothingRunning')}
      </Link>
    );
  }
  return (
    <Link href={only === null ? '/runs' : `/runs/${only}`} className={chipClass}>
      <RingProgress size={16} thickness={3} sections={[{ value: percent, color: 'var(--accent)' }]} aria-hidden="true" />
      {t('app.running', { count })}
    </Link>
  );
}
