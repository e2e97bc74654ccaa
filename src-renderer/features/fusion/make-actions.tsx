import { Button, CopyButton, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { useMethodName } from '../../components/fusion/use-method-name.ts';
import { EDITOR_PATH, putDraft } from '../../ipc/draft.ts';
import { useStartRun } from '../../ipc/queries.ts';
import styles from './fusion.module.css';
import { fuseRecipe, withSquash, type MemberField } from './recipes.ts';
import { StudentChoice } from './student-choice.tsx';

/** What is about to be made. */
export interface Making {
  readonly members: readonly ModelRow[];
  /** As in the recipe. */
  readonly method: string;
  readonly id: string;
  /** `members` when left out. */
  readonly field?: MemberField;
}

/** The page's buttons: make it, or make it and distil it into one small model. */
export function MakeActions({ making }: { making: Making | null }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'fuse' | 'squash' | null>(null);
  return (
    <>
      <Button variant="default" disabled={making === null} onClick={() => setKind('squash')}>
        {t('fusion.squash')}
      </Button>
      <Button disabled={making === null} onClick={() => setKind('fuse')}>
        {t('fusion.make')}
      </Button>
      {kind !== null && making !== null && <MakeDialog making={making} kind={kind} onClose={() => setKind(null)} />}
    </>
  );
}

interface MakeDialogProps {
  readonly making: Making;
  readonly kind: 'fuse' | 'squash';
  readonly onClose: () => void;
}

/** The last look before the run: its name and its recipe. */
export function MakeDialog({ making: { members, method, id, field }, kind, onClose }: MakeDialogProps) {
  const { t } = useTranslation();
  const methodName = useMethodName();
  const [, navigate] = useLocation();
  const start = useStartRun();
  const [name, setName] = useState(() => t('fusion.runName', { method: methodName(id), names: namesOf(members) }));
  const [preset, setPreset] = useState('mlp');
  const fused = fuseRecipe(members, method, name, field);
  const text = kind === 'fuse' ? fused : withSquash(fused, preset);
  const title = t(kind === 'fuse' ? 'fusion.makeTitle' : 'fusion.squashTitle', { method: methodName(id), count: members.length });
  function edit(): void {
    putDraft(text);
    navigate(EDITOR_PATH);
  }
  return (
    <Modal.Root opened onClose={onClose} size="lg" lockScroll={false} transitionProps={{ duration: 120 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body>
          <div className={styles.review}>
            <h2>{title}</h2>
            <p className="soft">{t(kind === 'fuse' ? 'fusion.makeHelp' : 'fusion.squashHelp')}</p>
            <TextInput
              size="xs"
              data-autofocus
              label={t('fusion.name')}
              value={name}
              onChange={event => setName(event.currentTarget.value)}
            />
            {kind === 'squash' && <StudentChoice value={preset} onChange={setPreset} />}
            <pre className={styles.recipe} tabIndex={0} aria-label={t('fusion.recipe')}>
              {text}
            </pre>
            {start.isError && <FailureNote failure={start.error} />}
            <div className={styles.buttons}>
              <Button variant="subtle" color="gray" onClick={onClose}>
                {t('common.close')}
              </Button>
              <Button variant="default" onClick={edit}>
                {t('fusion.edit')}
              </Button>
              <CopyButton value={text}>
                {({ copied, copy }) => (
                  <Button variant="default" onClick={copy}>
                    {t(copied ? 'common.copied' : 'fusion.copyRecipe')}
                  </Button>
                )}
              </CopyButton>
              <Button
                loading={start.isPending}
                disabled={name.trim() === ''}
                onClick={() => start.mutate(text, { onSuccess: ({ runId }) => navigate(`/runs/${runId}`) })}
              >
                {t('fusion.start')}
              </Button>
            </div>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

const MOST_NAMED = 3;

function namesOf(members: readonly ModelRow[]): string {
  const names = [...new Set(members.map(({ name }) => name))];
  return names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED).join(', ')}…` : names.join(', ');
}
