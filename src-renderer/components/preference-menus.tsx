import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES } from '../locales/i18n.ts';
import { chipClass } from './page.tsx';

export const THEMES = [
  { id: 'light', icon: IconSun, label: 'app.themeLight' },
  { id: 'dark', icon: IconMoon, label: 'app.themeDark' },
  { id: 'auto', icon: IconDeviceDesktop, label: 'app.themeSystem' },
] as const satisfies readonly { id: MantineColorScheme; icon: unknown; label: string }[];

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={chipClass} aria-label={`${t('app.language')}: ${i18n.language === 'en' ? 'EN' : '中文'}`}>
          {i18n.language === 'en' ? 'EN' : '中文'}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map(language => (
          <Menu.Item
            key={language}
            lang={language}
            onClick={() => chooseLanguage(i18n, language)}
            rightSection={i18n.language === language ? <IconCheck size={14} aria-hidden="true" /> : null}
          >
            {LANGUAGE_NAMES[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function ThemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const current = THEMES.find(theme => theme.id === colorScheme) ?? THEMES[2];
  const Icon = current.icon;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={chipClass} aria-label={`${t('app.theme')}: ${t(current.label)}`}>
          <Icon size={14} stroke={1.8} aria-hidden="true" style={{ margin: '2px 0' }} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map(({ id, icon: Each, label }) => (
          <Menu.Item
            key={id}
            leftSection={<Each size={14} aria-hidden="true" />}
            rightSection={colorScheme === id ? <IconCheck size={14} aria-hidden="true" /> : null}
            onClick={() => setColorScheme(id)}
          >
            {t(label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
