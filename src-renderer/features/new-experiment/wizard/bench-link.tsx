import { Button, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { WIZARD_KINDS } from './wizard-kinds.ts';

/** From a wizard that fuses to the bench, with the members chosen so far; nothing in other wizards. */
export function BenchLink({ kind, step }: { kind: string; step: Readonly<Record<string, unknown>> | undefined }) {
  const { t } = useTranslation();
  const field = WIZARD_KINDS[kind]?.bench;
  if (field === undefined) return null;
  return (
    <Tooltip label={t('fusion.wizardHint')}>
      <Button variant="default" component={Link} href={`/fuse?members=${storedModels(step?.[field]).map(encodeURIComponent).join(',')}`}>
        {t('fusion.openBench')}
      </Button>
    </Tooltip>
  );
}

const STORED = 'model:';

/** Ids of the models that are there already, of a list of references. */
function storedModels(references: unknown): readonly string[] {
  if (!Array.isArray(references)) return [];
  return references.flatMap((each: unknown) => (typeof each === 'string' && each.startsWith(STORED) ? [each.slice(STORED.length)] : []));
}
