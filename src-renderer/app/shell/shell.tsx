import { spotlight } from '@mantine/spotlight';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch, useLocation } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { useApi } from '../../ipc/api-context.tsx';
import { EDIT_PATH, EDITOR_PATH } from '../../ipc/draft.ts';
import { useLiveSync } from '../../ipc/live-sync.ts';
import { CrashBoundary } from '../crash-boundary.tsx';
import { DropZone } from '../drop/drop-zone.tsx';
import { fromSystem } from '../../components/intake/read-drop.ts';
import { useIntake } from '../drop/use-intake.tsx';
import { useKeyCommands } from '../key-commands.ts';
import type { KeyCommand } from '../key-press.ts';
import { useNotes } from '../notes/use-notes.ts';
import { ProjectsDialog } from '../projects/projects-dialog.tsx';
import { SCREENS, SIDE_SCREENS, type Screen } from '../screens.ts';
import { FLOATING_ID } from '../theme.ts';
import { CommandBox } from './command-box.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { KeysHelp } from './keys-help.tsx';
import { Rail } from './rail.tsx';
import { RunAnnouncer } from './run-announcer.tsx';
import styles from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { useNativeShell } from './use-native-shell.ts';
import { useShellCommands } from './use-shell-commands.ts';

export function Shell() {
  const { t } = useTranslation();
  const [location, navigate] = useLocation();
  const [helpOpen, { open: openHelp, close: closeHelp }] = useDisclosure(false);
  const [projectsOpen, { open: openProjects, close: closeProjects }] = useDisclosure(false);
  // Whoever goes elsewhere is done with them.
  useEffect(() => {
    closeHelp();
    closeProjects();
  }, [location, closeHelp, closeProjects]);
  /** Rises when the draft was replaced from outside: the editor then opens anew. */
  const [draft, setDraft] = useState(0);
  const notes = useNotes();
  const openEditor = useCallback(() => {
    setDraft(before => before + 1);
    navigate(EDITOR_PATH);
  }, [navigate]);
  const openWizard = useCallback(() => navigate(EDIT_PATH), [navigate]);
  const takeIn = useIntake(notes.add, { openEditor, openWizard });
  const run = useShellCommands({ openHelp, openProjects });
  useLiveSync();
  useNativeShell({ onFiles: useCallback(files => void takeIn(fromSystem(files)), [takeIn]), onCommand: run });
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
      <TopBar onSearch={spotlight.open} onProjects={openProjects} notes={notes} />
      <ConnectionBar />
      <main className={styles.main} id="main" tabIndex={-1}>
        <Screens draft={draft} />
        <div id={FLOATING_ID} />
      </main>
      <CommandBox onCommand={run} onFiles={takeIn} />
      <KeysHelp opened={helpOpen} onClose={closeHelp} />
      <ProjectsDialog opened={projectsOpen} onClose={closeProjects} />
      <RunAnnouncer />
      <DropZone onFiles={takeIn} />
    </div>
  );
}

function Screens({ draft }: { draft: number }) {
  const { t } = useTranslation();
  return (
    <Switch>
      {SCREENS.flatMap(screen =>
        Object.entries(screen.below ?? {}).map(([name, view]) => (
          <Route key={`${screen.id} ${name}`} path={`${screen.path}/:id/${name}`}>
            {(params: Record<string, string | undefined>) => <ScreenView name={`${screen.id} ${name}`} view={view} id={params['id']} />}
          </Route>
        )),
      )}
      {SCREENS.map(screen => (
        <Route key={screen.id} path={screen.path === '/' ? '/' : `${screen.path}/:id?`}>
          {(params: Record<string, string | undefined>) => (
            <ScreenView key={screen.id === 'new' ? draft : 0} name={screen.id} view={screen.view} id={params['id']} />
          )}
        </Route>
      ))}
      {SIDE_SCREENS.map(screen => (
        <Route key={screen.id} path={`${screen.path}/:id?`}>
          {(params: Record<string, string | undefined>) => <ScreenView name={screen.id} view={screen.view} id={params['id']} />}
        </Route>
      ))}
      <Route>
        <EmptyState text={t('app.notFound')} />
      </Route>
    </Switch>
  );
}

function ScreenView({ name, view: View, id }: { name: string; view: Screen['view']; id: string | undefined }) {
  const api = useApi();
  return (
    <CrashBoundary key={name} onCrash={(crash, details) => void api.shell.crashed({ id: crash, details })}>
      <Suspense fallback={<div style={{ padding: 16 }}>{<Loading />}</div>}>
        <View {...(id === undefined ? {} : { id: decodeURIComponent(id) })} />
      </Suspense>
    </CrashBoundary>
  );
}
