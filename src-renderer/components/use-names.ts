import type { i18n as I18n, TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../src-shared/contracts/views.ts';
import { isPartName } from '../../src-shared/domain/recipe/part-names.ts';

/** Titles of things whose set may grow before the catalogue does: an unknown id is shown as it is. One object a language. */
export function useNames() {
  const { t, i18n } = useTranslation();
  return useMemo(() => namesOf(t, i18n), [t, i18n]);
}

/** Begins the names of what a slimmable network loses at a width. */
const AT_WIDTH = 'loss/width-';

export type Names = ReturnType<typeof namesOf>;

function namesOf(t: TFunction, i18n: I18n) {
  const known = (key: string, id: string): string => (i18n.exists(key) ? String(t(key as never)) : id);
  const numberOf = (name: string, replicate: number): string =>
    t(isPartName(name) ? 'folds.part' : 'common.seed', { number: replicate + 1 });
  const replicateName = (name: string, replicate: number | null): string =>
    replicate === null ? name : `${name} · ${numberOf(name, replicate)}`;
  return {
    kind: (id: string) => known(`kinds.${id}`, id),
    kindHelp: (id: string) => known(`home.kindHelp.${id}`, ''),
    figure: (id: string) =>
      id.startsWith(AT_WIDTH) ? t('slimmable.lossAt', { width: id.slice(AT_WIDTH.length) }) : known(`figures.${id}`, id),
    /** `lean · seed 2`; no seed for steps that don't repeat. */
    replicate: replicateName,
    /** The number alone. */
    number: numberOf,
    /** Several of them. */
    several: (name: string, count: number) => t(isPartName(name) ? 'folds.parts' : 'common.replicates', { count }),
    /** A given name stands for one model, whichever replicate it was. */
    model: ({ givenName, step, replicate }: Pick<ModelRow, 'givenName' | 'step' | 'replicate'>) =>
      givenName ?? replicateName(step, replicate),
  };
}
