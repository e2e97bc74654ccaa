import { useMemo } from 'react';
import type { DataRef } from '../../src-shared/domain/dataset.ts';
import { useDataSets } from '../ipc/queries.ts';

/** Of a model's data set: how many items the validation part has; 0 where the data are not there. One function as long as the sets are the same. */
export function useJudgedItems(): (data: DataRef) => number {
  const sets = useDataSets().data;
  return useMemo(() => {
    const counts = new Map(sets?.map(({ output: { manifest, summary } }) => [manifest.hash, summary.splits.validation ?? 0]));
    return data => counts.get(data.hash) ?? 0;
  }, [sets]);
}
