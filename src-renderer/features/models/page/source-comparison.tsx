import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { sourcesOf } from '../../../../src-shared/domain/lineage/sources.ts';
import { useLineage } from '../../../ipc/model-queries.ts';
import { compareAddress } from '../model-target.ts';

/** The way from what a step bought to the comparison with the models it was made from; nothing where they are gone. */
export function SourceComparison({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const lineage = useLineage().data;
  const sources = lineage === undefined ? [] : sourcesOf(lineage, row);
  const [first, ...others] = sources;
  if (first === undefined) return null;
  return (
    <a href={compareAddress([...sources.map(({ id }) => id), row.id])}>
      {others.length === 0 ? t('models.compareWith', { name: first.name }) : t('models.compareWithSources', { count: sources.length })}
    </a>
  );
}
