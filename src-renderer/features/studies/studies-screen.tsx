import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { StudyRow } from '../../../src-shared/contracts/studies.contract.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loading.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { wizardPath } from '../../ipc/draft.ts';
import { useStudies } from '../../ipc/study-queries.ts';
import { writeFigure } from './study-figures.ts';
import { StudyPage } from './study-page.tsx';
import { parseTarget } from './study-target.ts';
import styles from './studies.module.css';

/** Every search of the workspace, and one of them from all sides (see `parseTarget`). */
export function StudiesScreen({ id }: { id?: string }) {
  const { t } = useTranslation();
  const studies = useStudies();
  const target = parseTarget(id);
  return (
    <Loaded query={studies} title={t('studies.title')}>
      {rows => {
        const chosen = target.studyId ?? rows[0]?.id;
        return chosen === undefined ? (
          <NoStudies />
        ) : (
          <SplitView name="studies" list={<StudyList rows={rows} chosen={chosen} />}>
            <StudyPage key={chosen} target={{ ...target, studyId: chosen }} />
          </SplitView>
        );
      }}
    </Loaded>
  );
}

function StudyList({ rows, chosen }: { rows: readonly StudyRow[]; chosen: string }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('studies.title')} className={styles.side}>
      <ul className={styles.list}>
        {rows.map(row => (
          <li key={row.id}>
            <StudyItem row={row} current={row.id === chosen} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function StudyItem({ row, current }: { row: StudyRow; current: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const [first] = row.objectives;
  return (
    <Link
      href={`/studies/${row.id}`}
      className={styles.item}
      data-current={current || undefined}
      aria-current={current ? 'page' : undefined}
    >
      <span className={styles.itemName}>{row.step}</span>
      <span className="soft small nowrap">
        <TimeAgo atMs={row.createdMs} />
      </span>
      <span className="soft small">
        {t('studies.trialCount', { count: row.trials, replace: { count: format.count(row.trials) } })}
        {row.kind === 'fit' && ` · ${names.kind(row.kind)}`}
        {row.finishedMs === null && ` · ${t('studies.open')}`}
      </span>
      <span className="small nowrap">{row.best === null ? '' : writeFigure(format, first?.metric, row.best)}</span>
    </Link>
  );
}

function NoStudies() {
  const { t } = useTranslation();
  return (
    <div className={styles.none}>
      <h1 className="visually-hidden">{t('studies.title')}</h1>
      <EmptyState
        text={t('studies.empty')}
        action={
          <Button component={Link} href={wizardPath('search')}>
            {t('studies.begin')}
          </Button>
        }
      />
    </div>
  );
}
