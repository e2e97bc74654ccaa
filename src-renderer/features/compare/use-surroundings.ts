import { useMemo } from 'react';
import { useSeriesColours } from '../../components/series-colours.ts';
import { useNames } from '../../components/use-names.ts';
import { useDataSets } from '../../ipc/queries.ts';
import type { Surroundings } from './subjects.ts';

/** Colours, labels and the sizes of validation parts, for the models on screen. */
export function useSurroundings(names: readonly string[]): Surroundings {
  const colourOf = useSeriesColours(names);
  const { replicate } = useNames();
  const { data } = useDataSets();
  return useMemo(
    () => ({
      colourOf,
      label: replicate,
      validationItems: new Map((data ?? []).map(({ output }) => [output.manifest.hash, output.summary.splits.validation ?? 0])),
    }),
    // `replicate` is made anew at each drawing, but says the same in one language; so does `colourOf` change with it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [colourOf, data],
  );
}
