import { spotlight } from '@mantine/spotlight';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch, useLocation } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { useLiveSync } from '../../ipc/live-sync.ts';
import { CrashBoundary } from '../crash-boundary.tsx';
import { useKeyCommands } from '../key-commands.ts';
import type { KeyCommand } from '../key-press.ts';
import { SCREENS, type Screen } from '../screens.ts';
import { FLOATING_ID } from '../theme.ts';
import { CommandBox } from './command-box.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { KeysHelp } from './keys-help.tsx';
import { Rail } from './rail.tsx';
import { RunAnnouncer } from './run-announcer.tsx';
import styles from './shell.module.css';
import { TopBar } from './top-bar.tsx';

export function Shell() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [helpOpen, help] = useDisclosure(false);
  const openHelp = help.open;
  useLiveSync();
  useKeyCommands(
    useCallback((command: KeyCommand) => (command.kind === 'help' ? openHelp() : navigate(command.path)), [navigate, openHelp]),
  );
  return (
    <div className={styles.shell}>
      <a
        className={styles.skip}
        href="#main"
        onClick={event => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <Rail />
      <TopBar onSearch={spotlight.open} />
      <ConnectionBar />
      <main className={styles.main} id="main" tabIndex={-1}>
        <Screens />
        <div id={FLOATING_ID} />
      </main>
      <CommandBox onHelp={openHelp} />
      <KeysHelp opened={helpOpen} onClose={help.close} />
      <RunAnnouncer />
    </div>
  );
}

function Screens() {
  const { t } = useTranslation();
  return (
    <Switch>
      {SCREENS.map(screen => (
        <Route key={screen.id} path={screen.path === '/' ? '/' : `${screen.path}/:id?`}>
          {(params: Record<string, string | undefined>) => <ScreenView screen={screen} id={params['id']} />}
        </Route>
      ))}
      <Route>
        <EmptyState text={t('app.notFound')} />
      </Route>
    </Switch>
  );
}

function ScreenView({ screen, id }: { screen: Screen; id: string | undefined }) {
  const View = screen.view;
  return (
    <CrashBoundary key={screen.id}>
      <Suspense fallback={<div style={{ padding: 16 }}>{<Loading />}</div>}>
        <View {...(id === undefined ? {} : { id: decodeURIComponent(id) })} />
      </Suspense>
    </CrashBoundary>
  );
}
