import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Dependents } from '../../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Banner } from '../../components/page.tsx';
import { useNames } from '../../components/use-names.ts';
import { useUndo } from '../../components/use-undo.tsx';
import { useDependents, useRemoveModels, useRestoreModels } from '../../ipc/model-queries.ts';
import styles from './models.module.css';

interface DeleteDialogProps {
  readonly models: readonly ModelRow[];
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** What depends on the models first; then the deletion, with the way back for a while. */
export function DeleteDialog({ models, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation();
  const names = useNames();
  const ids = models.map(model => model.id);
  const dependents = useDependents(ids);
  const remove = useRemoveModels();
  const restore = useRestoreModels();
  const undo = useUndo();
  const deleted = (): void => {
    undo(t('models.deleted', { count: ids.length, name: models[0] === undefined ? '' : names.model(models[0]) }), () =>
      restore.mutate(ids),
    );
    onClose();
    onDeleted();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('models.deleteTitle', { count: ids.length, name: models[0] === undefined ? '' : names.model(models[0]) })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.dialog}>
        <Loaded query={dependents} heights={[60]}>
          {found => <WhatDepends dependents={found} />}
        </Loaded>
        <p className="soft">{t('models.deleteAdvice')}</p>
        {remove.error !== null && <FailureNote failure={remove.error} />}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('models.keep')}
          </Button>
          <Button data-autofocus loading={remove.isPending} onClick={() => remove.mutate(ids, { onSuccess: deleted })}>
            {t('models.delete')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function WhatDepends({ dependents: { models, reports, files, openRuns } }: { dependents: Dependents }) {
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
    </>
  );
}
