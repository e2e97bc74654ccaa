import { Button, Progress } from '@mantine/core';
import { IconArrowRight, IconDatabaseImport, IconFileImport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { RunView } from '../../../src-shared/contracts/views.ts';
import { DraftList } from '../../components/draft-list.tsx';
import { FailureNote } from '../../components/error-note.tsx';
import { JobStateMark } from '../../components/job-state-mark.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Page, Panel } from '../../components/page.tsx';
import { Elapsed, TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { wizardPath } from '../../ipc/draft.ts';
import { useBuiltinRecipes, useRecipeCheck, useRuns, useStartRun } from '../../ipc/queries.ts';
import { TOUR_RECIPE_ID } from '../../ipc/tour.ts';
import { EspalierDrawing } from './espalier-drawing.tsx';
import styles from './home.module.css';

/** What the tour is held to on two CPU cores without anything native. */
const TOUR_MINUTES = 5;

export function HomeScreen() {
  const { t } = useTranslation();
  const runs = useRuns();
  return (
    <Page title={t('home.title')}>
      <Tour />
      <DraftList most={3} />
      <div className={styles.two}>
        <Panel title={t('home.running')}>
          <Loaded query={runs} heights={[60]}>
            {rows => <Running runs={rows.filter(run => run.state === 'running' || run.state === 'queued')} />}
          </Loaded>
        </Panel>
        <Panel title={t('home.recent')} aside={<Link href="/runs">{t('home.allRuns')}</Link>}>
          <Loaded query={runs} heights={[60]}>
            {rows => <Recent runs={rows.slice(0, 6)} />}
          </Loaded>
        </Panel>
      </div>
      <Own />
    </Page>
  );
}

function Tour() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const tour = useBuiltinRecipes().data?.find(recipe => recipe.id === TOUR_RECIPE_ID);
  const start = useStartRun();
  return (
    <Panel>
      <div className={styles.tour}>
        <div className={styles.pitch}>
          <h2 className={styles.tourTitle}>{t('home.tourTitle')}</h2>
          <p>{t('home.tourText')}</p>
          <p className="faint small">{t('home.tourNote', { minutes: TOUR_MINUTES })}</p>
          <div className="row">
            <Button
              size="sm"
              disabled={tour === undefined}
              loading={start.isPending}
              rightSection={<IconArrowRight size={16} aria-hidden="true" />}
              onClick={() => tour !== undefined && start.mutate(tour.text, { onSuccess: ({ runId }) => navigate(`/runs/${runId}`) })}
            >
              {t('home.takeTour')}
            </Button>
            <Button size="sm" variant="default" component={Link} href={`/new/${TOUR_RECIPE_ID}`}>
              {t('home.readRecipe')}
            </Button>
          </div>
          {start.isError && <FailureNote failure={start.error} />}
        </div>
        <TourSteps text={tour?.text} />
        <div className={styles.drawing}>
          <EspalierDrawing />
        </div>
      </div>
    </Panel>
  );
}

/** The two ways in for those who have something already. */
function Own() {
  const { t } = useTranslation();
  const ways = [
    { kind: 'import-data', Icon: IconDatabaseImport, title: t('home.ownData'), text: t('home.ownDataText'), action: t('home.importData') },
    { kind: 'import-model', Icon: IconFileImport, title: t('home.ownModel'), text: t('home.ownModelText'), action: t('home.importModel') },
  ];
  return (
    <div className={styles.two}>
      {ways.map(({ kind, Icon, title, text, action }) => (
        <Panel key={kind} title={title}>
          <p className="soft">{text}</p>
          <Button component={Link} href={wizardPath(kind)} variant="default" mt={10} leftSection={<Icon size={15} aria-hidden="true" />}>
            {action}
          </Button>
        </Panel>
      ))}
    </div>
  );
}

function TourSteps({ text }: { text: string | undefined }) {
  const { t } = useTranslation();
  const names = useNames();
  const check = useRecipeCheck(text);
  return (
    <div>
      <h3 className="soft">{t('home.steps')}</h3>
      <ol className={styles.steps}>
        {check.data?.steps.map(step => (
          <li key={step.name}>
            <b>{names.kind(step.kind)}</b> <span className="faint">{step.name}</span>
            <div className="soft small">{names.kindHelp(step.kind)}</div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function RunLine({ run, children }: { run: RunView; children: ReactNode }) {
  return (
    <li>
      <JobStateMark state={run.state} withText={false} />
      <Link href={`/runs/${run.id}`} className="grow ellipsis">
        {run.name}
      </Link>
      {children}
    </li>
  );
}

function Running({ runs }: { runs: readonly RunView[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (runs.length === 0) return <p className="soft">{t('home.nothingRunning')}</p>;
  return (
    <ul className={styles.list}>
      {runs.map(run => (
        <RunLine key={run.id} run={run}>
          <Progress value={run.fraction * 100} w={120} aria-label={t('runs.progress')} transitionDuration={0} />
          <span className="soft">{format.percent(run.fraction, 0)}</span>
        </RunLine>
      ))}
    </ul>
  );
}

function Recent({ runs }: { runs: readonly RunView[] }) {
  const { t } = useTranslation();
  if (runs.length === 0) return <p className="soft">{t('home.noRuns')}</p>;
  return (
    <ul className={styles.list}>
      {runs.map(run => (
        <RunLine key={run.id} run={run}>
          <span className="faint small">
            {(run.state === 'running' || run.finishedMs !== null) && <Elapsed fromMs={run.startedMs} toMs={run.finishedMs} />}
          </span>
          <span className="soft small">
            <TimeAgo atMs={run.createdMs} />
          </span>
        </RunLine>
      ))}
    </ul>
  );
}
