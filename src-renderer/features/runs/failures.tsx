import { Button } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { RunView } from '../../../src-shared/contracts/views.ts';
import { mayPass } from '../../../src-shared/lib/app-error.ts';
import { ErrorNote } from '../../components/error-note.tsx';
import { BarrierChart } from '../../components/fusion/barrier-chart.tsx';
import { Panel } from '../../components/page.tsx';
import { useNames } from '../../components/use-names.ts';
import type { JobGroup } from './job-groups.ts';
import { useEditAsNew } from './recipe-text.tsx';
import { TakeBack } from './take-back.tsx';
import { pathOf } from './run-target.ts';

interface FailuresProps {
  readonly run: RunView;
  readonly groups: readonly JobGroup[];
  readonly recipe: string;
}

/** What failed, why, and the ways out: what the error advises, its log, the recipe to be changed. */
export function Failures({ run, groups, recipe }: FailuresProps) {
  const { t } = useTranslation();
  const names = useNames();
  const edit = useEditAsNew(recipe);
  const failed = groups.flatMap(group => group.jobs.filter(job => job.error !== null && job.state !== 'cancelled'));
  if (failed.length === 0) return run.error === null ? null : <ErrorNote error={run.error} />;
  const mendable = failed.find(({ error }) => error !== null && error.deleted === undefined && !mayPass(error.code));
  return failed.map(
    job =>
      job.error !== null && (
        <Fragment key={job.id}>
          <ErrorNote
            place={names.replicate(job.step, job.replicate)}
            error={job.error}
            actions={
              <>
                {job.error.deleted !== undefined && <TakeBack runId={run.id} deleted={job.error.deleted} />}
                <Button component={Link} href={pathOf({ runId: run.id, step: job.step, tab: 'log' })} variant="default" size="compact-xs">
                  {t('runs.showLog')}
                </Button>
                <Button variant={job === mendable ? 'filled' : 'default'} size="compact-xs" onClick={edit}>
                  {t('runs.useRecipe')}
                </Button>
              </>
            }
          />
          {job.error.picture !== undefined && (
            <Panel>
              <BarrierChart {...job.error.picture} />
            </Panel>
          )}
        </Fragment>
      ),
  );
}
