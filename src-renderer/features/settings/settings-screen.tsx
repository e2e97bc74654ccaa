import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loading.tsx';
import { Details, Page, Panel } from '../../components/page.tsx';
import { THEMES } from '../../components/preference-menus.tsx';
import { useWorkspace } from '../../ipc/queries.ts';
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '../../locales/i18n.ts';

export function SettingsScreen() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
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
      <Panel title={t('settings.workspace')}>
        <Loaded query={workspace} heights={[60]}>
          {({ name, path, version }) => (
            <Details
              rows={[
                [t('common.name'), name],
                [
                  t('settings.path'),
                  <span key="path" className="mono">
                    {path}
                  </span>,
                ],
                [t('settings.version'), version],
              ]}
            />
          )}
        </Loaded>
      </Panel>
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
