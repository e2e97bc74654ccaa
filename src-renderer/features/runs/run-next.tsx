import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { RunView } from '../../../src-shared/contracts/views.ts';
import type { JobGroup } from './job-groups.ts';
import { resultOf } from './run-result.ts';

/** Of a run that is done: the way to what it was made for. */
export function RunNext({ run, groups }: { run: RunView; groups: readonly JobGroup[] }) {
  const { t } = useTranslation();
  const result = run.state === 'succeeded' ? resultOf(groups) : null;
  if (result === null) return null;
  const words = { report: t('runs.openReport'), model: t('runs.openModel'), data: t('runs.openData') };
  return (
    <Button component={Link} href={result.href}>
      {words[result.kind]}
    </Button>
  );
}
