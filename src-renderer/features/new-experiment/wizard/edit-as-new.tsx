import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { FailureNote } from '../../../components/error-note.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Page } from '../../../components/page.tsx';
import { draftPath, EDITOR_PATH, putDraft, readEdit } from '../../../ipc/draft.ts';
import { useCatalog, useSaveDraft } from '../../../ipc/experiment-queries.ts';
import { stateOfRecipe } from './state-of-recipe.ts';

/** Goes on to the wizard of the recipe that was put there, filled in as it was; to the editor where none makes such recipes. */
export function EditAsNew() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const catalog = useCatalog().data;
  const save = useSaveDraft();
  const begun = useRef(false);
  useEffect(() => {
    if (catalog === undefined || begun.current) return;
    begun.current = true;
    const text = readEdit();
    const found = stateOfRecipe(text);
    if (found === null || !catalog.stepKinds.some(({ id }) => id === found.kind)) {
      putDraft(text);
      return navigate(EDITOR_PATH, { replace: true });
    }
    const { kind, state } = found;
    save.mutate(
      { kind, name: (state.recipe.name ?? kind).slice(0, 200), touched: true, state: { ...state } },
      { onSuccess: ({ draftId }) => navigate(draftPath(draftId), { replace: true }) },
    );
  }, [catalog, save, navigate]);
  return <Page title={t('new.title')}>{save.isError ? <FailureNote failure={save.error} /> : <Loading />}</Page>;
}
