import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { AppFailure, toAppError } from '../../../src-shared/lib/app-error.ts';
import {
  kindsOf,
  modelKindsOf,
  RECIPE_ENDINGS,
  sortDrop,
  type DataGroup,
  type DataKind,
  type DroppedFile,
  type Refused,
} from '../../components/intake/sort-drop.ts';
import { useMessage } from '../../components/use-message.ts';
import { useApi, useHost } from '../../ipc/api-context.tsx';
import { putDraft, putEdit, readDraft } from '../../ipc/draft.ts';
import { catalogQuery } from '../../ipc/shell-queries.ts';
import { uploadGroup } from '../../ipc/upload.ts';
import type { Notes } from '../notes/use-notes.ts';
import { importRecipe, type ImportedSource } from './import-recipe.ts';

/** Endings such as `-ubyte` stay in one piece. */
const NON_BREAKING_HYPHEN = '\u2011';

type AddNote = Notes['add'];

interface Ways {
  /** Shows the editor with the draft as it is now. */
  readonly openEditor: () => void;
  /** Shows what was put to be edited, in its wizard. */
  readonly openWizard: () => void;
}

/** Takes in what was dropped, or opened by the system: recipes into the editor, a single source into the wizard that imports it. */
export function useIntake(add: AddNote, { openEditor, openWizard }: Ways): (files: readonly DroppedFile[]) => Promise<void> {
  const api = useApi();
  const queries = useQueryClient();
  const refuse = useRefusal(add);
  const edit = useDraft(openEditor);
  const bring = useUpload(add);
  return useCallback(
    async files => {
      const { algorithms } = await queries.ensureQueryData(catalogQuery(api));
      const kinds = [...modelKindsOf(algorithms['model-reader'] ?? []), ...kindsOf(algorithms['reader'] ?? [])];
      const { recipes, data, refused } = sortDrop(files, kinds);
      for (const each of refused) refuse(each, kinds);
      const text = recipes[0]?.text ?? null;
      if (text !== null) edit(text);
      const sources: ImportedSource[] = [];
      for (const group of data) {
        const source = await bring(group);
        if (source !== null) sources.push(source);
      }
      if (sources.length === 0 || text !== null) return;
      if (sources.length > 1) return edit(importRecipe(sources));
      putEdit(importRecipe(sources));
      openWizard();
    },
    [api, bring, edit, openWizard, queries, refuse],
  );
}

function useRefusal(add: AddNote) {
  const { t } = useTranslation();
  return useCallback(
    ({ name, reason }: Refused, kinds: readonly DataKind[]) => {
      const accepted = [...RECIPE_ENDINGS, ...kinds.flatMap(kind => kind.endings)].join(' ').replaceAll('-', NON_BREAKING_HYPHEN);
      const detail = `${t(`drop.${reason}`)} ${t('drop.accepted', { kinds: accepted })}`;
      add({ kind: 'refused', name, detail });
      complain(t('notes.refused', { name }), detail, t('common.close'));
    },
    [add, t],
  );
}

function complain(title: string, message: string, close: string): void {
  notifications.show({ title, message, color: 'red', autoClose: 15_000, closeButtonProps: { 'aria-label': close } });
}

/** Puts a recipe into the editor; the draft that was there can be had back. */
function useDraft(openEditor: () => void) {
  const { t } = useTranslation();
  return useCallback(
    (text: string) => {
      const before = readDraft();
      const put = (draft: string): void => {
        putDraft(draft);
        openEditor();
      };
      put(text);
      if (before.trim() === '' || before === text) return;
      const id = 'draft-replaced';
      const restore = (): void => {
        notifications.hide(id);
        put(before);
      };
      notifications.show({
        id,
        message: <WithAction text={t('drop.draftReplaced')} action={t('drop.restoreDraft')} onAction={restore} />,
        autoClose: 20_000,
        closeButtonProps: { 'aria-label': t('common.close') },
      });
    },
    [openEditor, t],
  );
}

/** Brings one source into the workspace, with its progress on the screen. Null when it did not come. */
function useUpload(add: AddNote): (group: DataGroup) => Promise<ImportedSource | null> {
  const { t } = useTranslation();
  const inWords = useMessage();
  const api = useApi();
  const host = useHost();
  return useCallback(
    async group => {
      const { name } = group;
      const id = `upload-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
      const stop = new AbortController();
      const messageOf = (fraction: number) => {
        const text = t('drop.progress', { name, percent: Math.floor(fraction * 100) });
        return <WithAction text={text} action={t('drop.cancel')} onAction={() => stop.abort()} />;
      };
      const showing = { id, loading: true, autoClose: false, withCloseButton: false } as const;
      notifications.show({ ...showing, message: messageOf(0) });
      const onProgress = (fraction: number): void => void notifications.update({ ...showing, message: messageOf(fraction) });
      try {
        const uploaded = await uploadGroup({ host, api }, partsOf(group), { signal: stop.signal, onProgress });
        add({ kind: 'imported', name, detail: uploaded.source });
        return { source: uploaded.source, name: uploaded.name, kind: group.kind, isModel: group.isModel === true };
      } catch (thrown) {
        const error = thrown instanceof AppFailure ? thrown.error : toAppError(thrown);
        if (error.code === 'cancelled') return null;
        const detail = `${inWords(error.message)} ${error.hint === undefined ? t(`errors.${error.code}.advice`) : inWords(error.hint)}`;
        add({ kind: 'not-imported', name, detail });
        complain(t('notes.not-imported', { name }), detail, t('common.close'));
        return null;
      } finally {
        notifications.hide(id);
      }
    },
    [add, api, host, inWords, t],
  );
}

function partsOf({ name, files }: DataGroup): Parameters<typeof uploadGroup>[1] {
  return { name, files: files.map(({ path, bytes, file }) => ({ path, bytes, file })) };
}

interface WithActionProps {
  readonly text: string;
  readonly action: string;
  readonly onAction: () => void;
}

function WithAction({ text, action, onAction }: WithActionProps) {
  return (
    <div className="row" style={{ flexWrap: 'nowrap' }}>
      <span className="grow" style={{ overflowWrap: 'anywhere' }}>
        {text}
      </span>
      <Button variant="default" size="compact-xs" onClick={onAction} style={{ flex: 'none' }}>
        {action}
      </Button>
    </div>
  );
}
