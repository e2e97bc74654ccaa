import { useTranslation } from 'react-i18next';
import { optionNames } from '../locales/en/options.ts';
import { specTexts } from '../locales/zh-CN/spec-texts.ts';

/** Labels, helps and titles of parameters come with the catalog, in English; where Chinese is shown, in that. */
export function useSpecText(): (english: string) => string {
  const { i18n } = useTranslation();
  return english => (i18n.language === 'zh-CN' ? (specTexts[english] ?? english) : english);
}

/** What the language that is shown calls a value of a choice; what it has no name for stays as recipes write it. */
export function useOptionText(): (option: string) => string {
  const { i18n } = useTranslation();
  const names = i18n.language === 'zh-CN' ? specTexts : optionNames;
  return option => names[option] ?? option;
}
