import { useTranslation } from 'react-i18next';
import { specTexts } from '../locales/zh-CN/spec-texts.ts';

/** Labels, helps and titles of parameters come with the catalog, in English; where Chinese is shown, in that. */
export function useSpecText(): (english: string) => string {
  const { i18n } = useTranslation();
  return english => (i18n.language === 'zh-CN' ? (specTexts[english] ?? english) : english);
}
