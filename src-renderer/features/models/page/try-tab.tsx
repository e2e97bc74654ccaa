import { Button, Loader } from '@mantine/core';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { type DragEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { ErrorNote } from '../../../components/error-note.tsx';
import { carriesFiles, readDrop, readFiles } from '../../../components/intake/read-drop.ts';
import { Panel } from '../../../components/page.tsx';
import { PredictionTable } from '../../../components/prediction-table.tsx';
import { useFormat } from '../../../components/use-format.ts';
import styles from '../models.module.css';
import { useAnswers, type Answers } from './use-answers.ts';

/** Files of one's own, and what the model says of them. */
export function TryTab({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const answers = useAnswers(row);
  const drop = (event: DragEvent): void => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    void readDrop(event.dataTransfer).then(files => answers.take(files));
  };
  return (
    <Panel title={t('predict.title')}>
      <div className={styles.dropHere} data-takes-files="" onDrop={drop} onDragOver={event => event.preventDefault()}>
        <p>{t('predict.help')}</p>
        <FileButtons answers={answers} />
      </div>
      <Outcome answers={answers} />
    </Panel>
  );
}

function FileButtons({ answers: { busy, take } }: { answers: Answers }) {
  const { t } = useTranslation();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const chosen = (input: HTMLInputElement): void => {
    const list = [...(input.files ?? [])];
    // The same files can be chosen again.
    input.value = '';
    if (list.length > 0) void readFiles(list).then(take);
  };
  return (
    <div className="row">
      <input ref={files} type="file" multiple hidden onChange={event => chosen(event.currentTarget)} />
      <input ref={folder} type="file" hidden onChange={event => chosen(event.currentTarget)} {...{ webkitdirectory: '' }} />
      <Button
        variant="default"
        leftSection={<IconFile size={15} aria-hidden="true" />}
        disabled={busy !== null}
        onClick={() => files.current?.click()}
      >
        {t('new.chooseFiles')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconFolder size={15} aria-hidden="true" />}
        disabled={busy !== null}
        onClick={() => folder.current?.click()}
      >
        {t('new.chooseFolder')}
      </Button>
    </div>
  );
}

function Outcome({ answers: { busy, runId, error, output } }: { answers: Answers }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {busy !== null && (
        <p className="soft row" role="status">
          <Loader size={12} color="gray" />
          {busy.fraction < 1 ? t('predict.bringing', { share: format.percent(busy.fraction) }) : t('predict.computing')}
        </p>
      )}
      {error !== null && <ErrorNote error={error} />}
      {output !== null && <PredictionTable output={output} />}
      {runId !== null && <Link href={`/runs/${runId}`}>{t('compare.openRun')}</Link>}
    </>
  );
}
