import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Names in their own language, so that they are not translated. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' };

const STORAGE_KEY = 'espalier.language';

/** The chosen language, else the first of the system's that exists here, else English. */
export function initialLanguage(stored: string | null, system: readonly string[]): Language {
  const chosen = LANGUAGES.find(language => language === stored);
  if (chosen !== undefined) return chosen;
  for (const tag of system) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh-CN';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}

/** Texts are bundled, so nothing is awaited. The choice is remembered in this browser. */
export function createI18n(page: Window): i18n {
  const instance = createInstance();
  instance.on('languageChanged', language => {
    page.document.documentElement.lang = language;
  });
  void instance.use(initReactI18next).init({
    lng: initialLanguage(page.localStorage.getItem(STORAGE_KEY), page.navigator.languages),
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}

export function chooseLanguage(instance: i18n, language: Language): void {
  window.localStorage.setItem(STORAGE_KEY, language);
  void instance.changeLanguage(language);
}
