import { useTranslation } from 'react-i18next';

/** Titles of things whose set may grow before the catalogue does: an unknown id is shown as it is. */
export function useNames() {
  const { t, i18n } = useTranslation();
  const known = (key: string, id: string): string => (i18n.exists(key) ? String(t(key as never)) : id);
  return {
    kind: (id: string) => known(`kinds.${id}`, id),
    kindHelp: (id: string) => known(`home.kindHelp.${id}`, ''),
    figure: (id: string) => known(`figures.${id}`, id),
    /** `lean · seed 2`; no seed for steps that don't repeat. */
    replicate: (name: string, replicate: number | null) =>
      replicate === null ? name : `${name} · ${t('common.seed', { number: replicate + 1 })}`,
  };
}
