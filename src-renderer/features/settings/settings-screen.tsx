import { SegmentedControl, Switch, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../components/error-note.tsx';
import { KeyList } from '../../components/key-list.tsx';
import { Loaded, Loading } from '../../components/loading.tsx';
import { Details, Page, Panel } from '../../components/page.tsx';
import { THEMES } from '../../components/preference-menus.tsx';
import { useWorkspace } from '../../ipc/queries.ts';
import { useChangeSettings, useSettings } from '../../ipc/settings-queries.ts';
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '../../locales/i18n.ts';
import { DoctorPanel } from './doctor-panel.tsx';
import styles from './settings.module.css';

const About = lazy(() => import('./about-panel.tsx').then(m => ({ default: m.AboutPanel })));

export function SettingsScreen() {
  const { t } = useTranslation();
  return (
    <Page title={t('settings.title')}>
      <Panel title={t('settings.appearance')}>
        <Details
          rows={[
            [t('app.language'), <LanguageChoice key="language" />],
            [t('app.theme'), <ThemeChoice key="theme" />],
          ]}
        />
      </Panel>
      <Panel title={t('settings.runs')}>
        <ResumeSwitch />
      </Panel>
      <WorkspacePanel />
      <DoctorPanel />
      <KeysPanel />
      <Suspense fallback={<Loading heights={[80]} />}>
        <About />
      </Suspense>
    </Page>
  );
}

function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('app.language')}
      value={i18n.language}
      onChange={value => chooseLanguage(i18n, value as Language)}
      data={LANGUAGES.map(value => ({ value, label: LANGUAGE_NAMES[value] }))}
    />
  );
}

function ThemeChoice() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <SegmentedControl
      aria-label={t('app.theme')}
      value={colorScheme}
      onChange={value => setColorScheme(value as MantineColorScheme)}
      data={THEMES.map(({ id, label }) => ({ value: id, label: t(label) }))}
    />
  );
}

function ResumeSwitch() {
  const { t } = useTranslation();
  const settings = useSettings();
  const change = useChangeSettings();
  return (
    <Loaded query={settings} heights={[40]}>
      {({ resumeAtStart }) => (
        <>
          <Switch
            label={t('settings.resumeAtStart')}
            description={t('settings.resumeAtStartHelp')}
            checked={resumeAtStart}
            disabled={change.isPending}
            onChange={event => change.mutate({ resumeAtStart: event.currentTarget.checked })}
          />
          {change.isError && <FailureNote failure={change.error} />}
        </>
      )}
    </Loaded>
  );
}

function WorkspacePanel() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  return (
    <Panel title={t('settings.workspace')}>
      <Loaded query={workspace} heights={[60]}>
        {({ name, path }) => (
          <Details
            rows={[
              [t('common.name'), name],
              [
                t('settings.path'),
                <span key="path" className="mono">
                  {path}
                </span>,
              ],
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function KeysPanel() {
  const { t } = useTranslation();
  return (
    <Panel title={t('keys.title')}>
      <KeyList className={styles.keys} />
    </Panel>
  );
}
