import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { useDataSets, useModels } from '../../../ipc/queries.ts';
import type { FormModel } from '../form/form-model.tsx';

/** What the workspace holds, as fields may refer to it: by id, which stays when a name is used again. */
export function useReferables(): FormModel['referables'] {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const models = useModels().data;
  const data = useDataSets().data;
  return useMemo(
    () => ({
      model: (models ?? []).map(({ id, name, replicate, kind, createdMs, output }) => ({
        value: `model:${id}`,
        label: names.replicate(name, replicate),
        detail: t('new.modelDetail', {
          kind: names.kind(kind),
          parameters: format.compact(output.summary.size.nonZeros),
          made: format.dateTime(createdMs),
        }),
      })),
      data: (data ?? []).map(({ id, name, createdMs, output }) => ({
        value: `data:${id}`,
        label: name,
        detail: t('new.dataDetail', { items: format.count(output.summary.items), made: format.dateTime(createdMs) }),
      })),
    }),
    // `names` is made anew at every render from `t` alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [models, data, t, format],
  );
}
