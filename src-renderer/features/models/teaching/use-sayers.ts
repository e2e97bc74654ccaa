import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { useSeriesColours } from '../../../components/series-colours.ts';
import { useModels } from '../../../ipc/queries.ts';

export const SAYERS = ['teacher', 'student', 'alone'] as const;
export type Sayer = (typeof SAYERS)[number];

export interface NamedSayer {
  readonly who: Sayer;
  readonly name: string;
  /** A model's colour is the same on all screens; the student alone shares the student's. */
  readonly colour: string;
}

/** Whose answers are shown, with their colours. */
export function useSayers(row: ModelRow): readonly NamedSayer[] {
  const { t } = useTranslation();
  const models = useModels();
  const first = row.output.summary.distillation?.teachers[0];
  const teacher = models.data?.find(({ id }) => id === first?.modelId)?.step ?? first?.name ?? '';
  const colourOf = useSeriesColours([row.step, teacher]);
  return useMemo(
    () => SAYERS.map(who => ({ who, name: t(`teaching.${who}Says`), colour: colourOf(who === 'teacher' ? teacher : row.step) })),
    [t, colourOf, teacher, row.step],
  );
}
