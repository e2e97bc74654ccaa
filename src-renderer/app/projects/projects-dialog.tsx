import { ActionIcon, Button, CloseButton, Modal, TextInput } from '@mantine/core';
import { IconFolder, IconFolderOpen, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectView } from '../../../src-shared/contracts/projects.contract.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { Loaded } from '../../components/loading.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useRunFacts } from '../../ipc/run-facts.ts';
import { useProjectActions, useProjects } from '../../ipc/shell-queries.ts';
import styles from './projects.module.css';

/** Recent projects, a new one, another folder. Opening one reloads the page on it. */
export function ProjectsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      size="lg"
      attributes={{ content: { 'aria-label': t('projects.title') } }}
    >
      <div className={styles.head}>
        <h2>{t('projects.title')}</h2>
        <CloseButton aria-label={t('common.close')} onClick={onClose} />
      </div>
      <Content onClose={onClose} />
    </Modal>
  );
}

function Content({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const projects = useProjects();
  const actions = useProjectActions();
  const running = useRunFacts().data?.filter(run => run.state === 'running').length ?? 0;
  const failed = [actions.open, actions.create, actions.choose].find(action => action.isError);
  return (
    <div className={styles.body}>
      {running > 0 && <p className="soft">{t('projects.running', { count: running })}</p>}
      {failed !== undefined && <FailureNote failure={failed.error} />}
      <Loaded query={projects} heights={[120]}>
        {({ projects: list, canChoose, newIn }) => (
          <>
            <ul className={styles.list}>
              {list.map(project => (
                <ProjectLine
                  key={project.id}
                  project={project}
                  isBusy={actions.open.isPending}
                  onOpen={() => (project.isCurrent ? onClose() : actions.open.mutate(project.id))}
                  onForget={() => actions.forget.mutate(project.id)}
                />
              ))}
            </ul>
            <NewProject isBusy={actions.create.isPending} place={newIn} onCreate={name => actions.create.mutate(name)} />
            {canChoose && (
              <Button
                variant="default"
                leftSection={<IconFolderOpen size={15} aria-hidden="true" />}
                loading={actions.choose.isPending}
                onClick={() => actions.choose.mutate()}
                style={{ justifySelf: 'start' }}
              >
                {t('projects.choose')}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}

interface ProjectLineProps {
  readonly project: ProjectView;
  readonly isBusy: boolean;
  readonly onOpen: () => void;
  readonly onForget: () => void;
}

function ProjectLine({ project, isBusy, onOpen, onForget }: ProjectLineProps) {
  const { t } = useTranslation();
  const { name, path, openedMs, isThere, isCurrent } = project;
  return (
    <li data-current={isCurrent || undefined}>
      <IconFolder size={16} aria-hidden="true" className={styles.icon} />
      <button type="button" className={styles.open} disabled={!isThere || isBusy} onClick={onOpen} aria-current={isCurrent || undefined}>
        <b>{name}</b>
        <span className="mono faint small">{path}</span>
      </button>
      <span className="soft small">{isCurrent ? t('projects.current') : isThere ? <TimeAgo atMs={openedMs} /> : t('projects.gone')}</span>
      {!isCurrent && (
        <ActionIcon aria-label={t('projects.forget', { name })} title={t('projects.forget', { name })} onClick={onForget}>
          <IconX size={14} aria-hidden="true" />
        </ActionIcon>
      )}
    </li>
  );
}

interface NewProjectProps {
  readonly isBusy: boolean;
  readonly place: string;
  readonly onCreate: (name: string) => void;
}

function NewProject({ isBusy, place, onCreate }: NewProjectProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  return (
    <form
      className={styles.create}
      onSubmit={event => {
        event.preventDefault();
        if (name.trim() !== '') onCreate(name.trim());
      }}
    >
      <TextInput
        size="xs"
        className="grow"
        label={t('projects.newName')}
        description={t('projects.newIn', { folder: place })}
        value={name}
        maxLength={200}
        onChange={event => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={isBusy} disabled={name.trim() === ''}>
        {t('projects.create')}
      </Button>
    </form>
  );
}
