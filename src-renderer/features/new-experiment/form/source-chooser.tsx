import { Button, Progress } from '@mantine/core';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppFailure, toAppError, type AppError } from '../../../../src-shared/lib/app-error.ts';
import { FailureNote } from '../../../components/error-note.tsx';
import { readFiles } from '../../../components/intake/read-drop.ts';
import { kindsOf, modelKindsOf, sortDrop, type DataGroup } from '../../../components/intake/sort-drop.ts';
import { useApi, useHost } from '../../../ipc/api-context.tsx';
import { uploadGroup } from '../../../ipc/upload.ts';
import { useForm } from './form-model.tsx';
import styles from './form.module.css';

export interface ChosenSource {
  /** As a recipe names it: relative to the workspace. */
  readonly source: string;
  /** The kind of reader, where the source's own name does not tell it. */
  readonly kind: string | null;
}

/** Whose members say what files they take. */
type Registry = 'reader' | 'model-reader';

/** Files, or a folder, of this machine: brought into the workspace, and named in the recipe. */
export function SourceChooser({ of, onChosen }: { of: Registry; onChosen: (chosen: ChosenSource) => void }) {
  const { t } = useTranslation();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const { bring, stop, fraction, failure } = useBringing(of, onChosen);
  const take = (input: HTMLInputElement): void => {
    const chosen = [...(input.files ?? [])];
    // The same files can be chosen again.
    input.value = '';
    if (chosen.length > 0) void bring(chosen);
  };
  return (
    <>
      <div className={styles.samples}>
        <input ref={files} type="file" multiple hidden onChange={event => take(event.currentTarget)} />
        <input ref={folder} type="file" hidden onChange={event => take(event.currentTarget)} {...{ webkitdirectory: '' }} />
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconFile size={13} aria-hidden="true" />}
          disabled={fraction !== null}
          onClick={() => files.current?.click()}
        >
          {t('new.chooseFiles')}
        </Button>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconFolder size={13} aria-hidden="true" />}
          disabled={fraction !== null}
          onClick={() => folder.current?.click()}
        >
          {t('new.chooseFolder')}
        </Button>
        {fraction !== null && (
          <>
            <Progress value={fraction * 100} w={120} aria-label={t('new.bringing')} transitionDuration={0} />
            <Button variant="default" size="compact-xs" onClick={stop}>
              {t('drop.cancel')}
            </Button>
          </>
        )}
      </div>
      {failure !== null && <FailureNote failure={failure} />}
    </>
  );
}

function useBringing(of: Registry, onChosen: (chosen: ChosenSource) => void) {
  const { t } = useTranslation();
  const api = useApi();
  const host = useHost();
  const { catalog } = useForm();
  const [fraction, setFraction] = useState<number | null>(null);
  const [failure, setFailure] = useState<AppFailure | null>(null);
  const running = useRef<AbortController | null>(null);
  // A left page takes nothing in.
  useEffect(() => () => running.current?.abort(), []);

  function groupOf(chosen: Awaited<ReturnType<typeof readFiles>>): DataGroup {
    const kinds = (of === 'reader' ? kindsOf : modelKindsOf)(catalog[of] ?? []);
    const { data } = sortDrop(chosen, kinds);
    const [group, ...others] = data;
    if (group !== undefined && others.length === 0) return group;
    const accepted = kinds.flatMap(kind => kind.endings).join(' ');
    const message = others.length > 0 ? t('new.oneSource', { count: data.length }) : t('drop.unknown');
    throw new AppFailure({ code: 'invalid-input', message, hint: t('drop.accepted', { kinds: accepted }) });
  }

  async function bring(chosen: readonly File[]): Promise<void> {
    const stop = new AbortController();
    running.current = stop;
    setFailure(null);
    setFraction(0);
    try {
      const group = groupOf(await readFiles(chosen));
      const uploaded = await uploadGroup({ host, api }, group, { signal: stop.signal, onProgress: setFraction });
      if (!stop.signal.aborted) onChosen({ source: uploaded.source, kind: group.kind });
    } catch (thrown) {
      const error: AppError = thrown instanceof AppFailure ? thrown.error : toAppError(thrown);
      if (error.code !== 'cancelled') setFailure(new AppFailure(error));
    } finally {
      setFraction(null);
    }
  }
  return { bring, stop: () => running.current?.abort(), fraction, failure };
}
