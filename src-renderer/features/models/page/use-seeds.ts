import { useMemo } from 'react';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import type { DistillationReport } from '../../../../src-shared/domain/distillation.ts';
import { useModels } from '../../../ipc/queries.ts';

/** Reports of all replicates of the step that made the model, by replicate; those deleted since are left out. */
export function useSeeds(row: ModelRow): readonly DistillationReport[] {
  const models = useModels();
  return useMemo(() => {
    const siblings = (models.data ?? [row]).filter(({ runId, step }) => runId === row.runId && step === row.step);
    return siblings
      .toSorted((a, b) => (a.replicate ?? 0) - (b.replicate ?? 0))
      .flatMap(({ output }) => (output.summary.distillation === undefined ? [] : [output.summary.distillation]));
  }, [models.data, row]);
}
