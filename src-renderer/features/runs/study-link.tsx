import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStudyOfStep } from '../../ipc/study-queries.ts';
import type { JobGroup } from './job-groups.ts';

/** The way from a step that searches to the page of its study. */
export function StudyLink({ group }: { group: JobGroup }) {
  const { t } = useTranslation();
  const study = useStudyOfStep(group.jobs[0]?.runId ?? '', group.step.split('/')[0] ?? group.step);
  if (study === undefined) return null;
  return (
    <p>
      <Link href={`/studies/${study.id}`}>{t('studies.openStudy')}</Link>
    </p>
  );
}
