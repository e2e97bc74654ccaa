import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { RunView } from '../../../src-shared/contracts/views.ts';
import { mayPass } from '../../../src-shared/lib/app-error.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { useCancelRun, usePauseRun, useRestoreRuns, useResumeRun, useStartAfresh } from '../../ipc/queries.ts';
import { useEditAsNew } from './recipe-text.tsx';
import { pathOf } from './run-target.ts';
import { useDeleteRuns } from './use-delete-runs.ts';

const RESUME = { failed: [IconRefresh, 'runs.retry'], other: [IconPlayerPlay, 'runs.resume'] } as const;

/** What can be done with a run in its state; the full stop pauses and resumes. */
export const RunActions = memo(function RunActions({ run, recipe }: { run: RunView; recipe: string }) {
  const { t } = useTranslation();
  const cancel = useCancelRun();
  const pause = usePauseRun();
  const resume = useResumeRun();
  const failure = cancel.error ?? pause.error ?? resume.error;
  const isOpen = run.state === 'running' || run.state === 'queued';
  const goesOn = run.state === 'interrupted' || run.state === 'failed' || run.state === 'cancelled';
  const [ResumeIcon, resumeText] = RESUME[run.state === 'failed' ? 'failed' : 'other'];
  useKeys({
    '.': () => {
      if (isOpen && !run.paused) pause.mutate(run.id);
      else if (goesOn) resume.mutate(run.id);
    },
  });
  return (
    <>
      <Failed failure={failure} />
      {isOpen && (
        <Button
          variant="default"
          loading={pause.isPending}
          disabled={run.paused}
          leftSection={<IconPlayerPause size={15} aria-hidden="true" />}
          onClick={() => pause.mutate(run.id)}
        >
          {t('runs.pause')}
        </Button>
      )}
      {(isOpen || run.state === 'interrupted') && (
        <Button
          variant="default"
          loading={cancel.isPending}
          leftSection={<IconPlayerStop size={15} aria-hidden="true" />}
          onClick={() => cancel.mutate(run.id)}
        >
          {t('runs.cancel')}
        </Button>
      )}
      {goesOn && (
        <Button
          variant={isHopeless(run) ? 'default' : 'filled'}
          loading={resume.isPending}
          leftSection={<ResumeIcon size={15} aria-hidden="true" />}
          onClick={() => resume.mutate(run.id)}
        >
          {t(resumeText)}
        </Button>
      )}
      <MoreActions run={run} recipe={recipe} />
    </>
  );
});

/** Where what was asked for can't be done, doing the same again helps nobody: the ways out stand beside the reason. */
function isHopeless({ state, error }: RunView): boolean {
  return state === 'failed' && error !== null && !mayPass(error.code);
}

function MoreActions({ run, recipe }: { run: RunView; recipe: string }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const afresh = useStartAfresh();
  const restore = useRestoreRuns();
  const remove = useDeleteRuns();
  const edit = useEditAsNew(recipe);
  const begin = (): void => afresh.mutate(recipe, { onSuccess: ({ runId }) => navigate(pathOf({ runId, step: null, tab: null })) });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t('runs.more')}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={edit}>{t('runs.useRecipe')}</Menu.Item>
        <Menu.Item onClick={begin}>{t('runs.afresh')}</Menu.Item>
        {run.deleted ? (
          <Menu.Item onClick={() => restore.mutate([run.id])}>{t('runs.restore')}</Menu.Item>
        ) : (
          <Menu.Item disabled={run.place !== null} onClick={() => remove([run], () => navigate('/runs'))}>
            {t('runs.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Failed({ failure }: { failure: Error | null }) {
  return failure !== null && <FailureNote failure={failure} />;
}
