import { useTranslation } from 'react-i18next';

/** What a method of fusion is called; one the catalogue lacks is shown by its id. */
export function useMethodName(): (id: string) => string {
  const { t, i18n } = useTranslation();
  return id => (i18n.exists(`fusion.methods.${id}`) ? String(t(`fusion.methods.${id}` as never)) : id);
}
