import { Button, Modal } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Dependents } from '../../src-shared/contracts/models.contract.ts';
import styles from './delete-dialog.module.css';
import { FailureNote } from './error-note.tsx';
import { Loaded } from './loading.tsx';
import { Banner } from './page.tsx';
import { useNames } from './use-names.ts';

interface DeleteDialogProps {
  readonly title: string;
  /** What becomes of what is left. */
  readonly advice: string;
  readonly dependents: UseQueryResult<Dependents>;
  readonly deletion: { readonly isPending: boolean; readonly error: Error | null };
  readonly onClose: () => void;
  readonly onDelete: () => void;
}

/** What depends on models or data first, and which open runs may read them; then the deletion. */
export function DeleteDialog({ title, advice, dependents, deletion, onClose, onDelete }: DeleteDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className={styles.dialog}>
        <Loaded query={dependents} heights={[60]}>
          {found => <WhatDepends dependents={found} />}
        </Loaded>
        <p className="soft">{advice}</p>
        {deletion.error !== null && <FailureNote failure={deletion.error} />}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('models.keep')}
          </Button>
          <Button data-autofocus loading={deletion.isPending} onClick={onDelete}>
            {t('models.delete')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function WhatDepends({ dependents: { models, reports, files, openRuns, older } }: { dependents: Dependents }) {
  const { t } = useTranslation();
  const names = useNames();
  const lists = [
    ['dependsModels', models.map(model => names.replicate(model.name, model.replicate))],
    ['dependsReports', reports.map(report => report.name)],
    ['dependsFiles', files],
  ] as const;
  const used = lists.filter(([, items]) => items.length > 0);
  return (
    <>
      {openRuns.length > 0 && <Banner tone="warn">{t('models.dependsRuns', { names: openRuns.map(run => run.name).join(', ') })}</Banner>}
      {used.length === 0 && openRuns.length === 0 && <p>{t('models.dependsNothing')}</p>}
      {used.map(([key, items]) => (
        <div key={key}>
          <p>{t(`models.${key}`, { count: items.length })}</p>
          <ul className={styles.dependents}>
            {items.slice(0, 5).map((item, i) => (
              <li key={i} className="soft small">
                {item}
              </li>
            ))}
            {items.length > 5 && <li className="faint small">{t('models.andMore', { count: items.length - 5 })}</li>}
          </ul>
        </div>
      ))}
      {older.map(({ name, runName }) => (
        <p key={name}>{t('models.olderMeant', { name, run: runName })}</p>
      ))}
    </>
  );
}
