import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { FailureNote } from '../../../components/error-note.tsx';
import { Loaded, Loading } from '../../../components/loading.tsx';
import { Page } from '../../../components/page.tsx';
import { draftPath } from '../../../ipc/draft.ts';
import { useCatalog, useDraft, useSaveDraft } from '../../../ipc/experiment-queries.ts';
import { useDataSets, useModels } from '../../../ipc/queries.ts';
import { Wizard } from './wizard.tsx';
import { beginWizard, wizardStateFrom } from './wizard-state.ts';

/** Begins a draft for this kind of step, then goes where it is kept: the address of a wizard is its draft's. */
export function MakeDraft({ stepKind, reference }: { stepKind: string; reference: string | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data } = useCatalog();
  const models = useModels().data;
  const dataSets = useDataSets().data;
  const save = useSaveDraft();
  const begun = useRef(false);
  const kind = data?.stepKinds.find(({ id }) => id === stepKind);
  useEffect(() => {
    if (data === undefined || kind === undefined || models === undefined || dataSets === undefined || begun.current) return;
    begun.current = true;
    const state = beginWizard(kind, data.algorithms, {
      ...newestOf(kind.fields, { model: models, data: dataSets }),
      ...referring(kind.fields, reference),
    });
    save.mutate(
      { kind: kind.id, name: state.recipe.name ?? kind.id, touched: false, state: { ...state } },
      { onSuccess: ({ draftId }) => navigate(draftPath(draftId), { replace: true }) },
    );
  }, [data, kind, models, dataSets, reference, save, navigate]);
  if (data !== undefined && kind === undefined) return <EmptyState text={t('new.noSuchKind', { kind: stepKind })} />;
  return <Page title={t('new.title')}>{save.isError ? <FailureNote failure={save.error} /> : <Loading />}</Page>;
}

/** Single references begin with the newest of the workspace. */
function newestOf(
  fields: ParamSpecs,
  held: { readonly [K in 'model' | 'data']: readonly { readonly id: string }[] },
): Readonly<Record<string, unknown>> {
  const found = Object.entries(fields).flatMap(([name, spec]) => {
    const newest = spec.kind === 'reference' && spec.optional !== true ? held[spec.to][0] : undefined;
    return spec.kind === 'reference' && newest !== undefined ? [[name, `${spec.to}:${newest.id}`] as const] : [];
  });
  return Object.fromEntries(found);
}

/** `model:ID` in the first field that refers to a model, alone or in a list. */
function referring(fields: ParamSpecs, reference: string | null): Readonly<Record<string, unknown>> {
  if (reference === null) return {};
  for (const [name, spec] of Object.entries(fields)) {
    if (spec.kind === 'reference' && reference.startsWith(`${spec.to}:`)) return { [name]: reference };
    if (spec.kind === 'list' && spec.of.kind === 'reference' && reference.startsWith(`${spec.of.to}:`)) return { [name]: [reference] };
  }
  return {};
}

export function OpenDraft({ draftId }: { draftId: string }) {
  const { t } = useTranslation();
  const catalog = useCatalog();
  const draft = useDraft(draftId);
  return (
    <Loaded query={catalog} title={t('new.title')}>
      {known => (
        <Loaded query={draft} title={t('new.title')}>
          {({ kind: kindId, state: stored }) => {
            const kind = known.stepKinds.find(({ id }) => id === kindId);
            const state = wizardStateFrom(stored);
            if (kind === undefined || state === null) return <EmptyState text={t('new.unreadableDraft')} />;
            return <Wizard draftId={draftId} kind={kind} catalog={known} initial={state} />;
          }}
        </Loaded>
      )}
    </Loaded>
  );
}
