import type { ArtifactRef, DataRef } from '../../src-shared/domain/dataset.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { loadDataset } from '../engine/data/load-dataset.ts';
import { sideBySide } from '../engine/data/originals/side-by-side.ts';
import { storeOwnInputs } from '../engine/data/own-inputs.ts';
import type { ArtifactFiles } from '../engine/data/ports.ts';
import { withInputs } from '../engine/data/with-inputs.ts';
import { behindPlaces } from '../engine/fusion/behind-bridge.ts';
import { dataOf, type InputModel } from './job-inputs.ts';

/** Models that take the items of one data set in one form. */
export interface OnOneRow {
  readonly sources: readonly InputModel[];
  readonly data: LoadedDataset;
  readonly dataRef: DataRef;
}

/**
 * Models as takers of one row, where some of them have inputs of their own for this data: those of all stand side by side. Models as
 * they are where all take the data as it is prepared, and those of other data in any case.
 */
export async function onOneRow(
  sources: readonly InputModel[],
  { hash, bytes }: ArtifactRef,
  artifacts: Pick<ArtifactFiles, 'read' | 'write'>,
): Promise<OnOneRow> {
  const data = await loadDataset(hash, artifacts);
  const ref = { hash, bytes };
  const ofData = sources.filter(({ output }) => output.data.hash === hash);
  if (ofData.every(({ output }) => output.data.inputs === undefined)) return { sources, data, dataRef: ref };
  const forms = new Map<string, LoadedDataset>();
  for (const source of ofData) if (!forms.has(formOf(source))) forms.set(formOf(source), await dataOf(source, artifacts));
  const { inputs, places } = sideBySide([...forms.values()]);
  const placesOf = new Map([...forms.keys()].map((form, i) => [form, places[i] ?? []]));
  const joint = withInputs(data, inputs);
  return {
    sources: sources.map(source =>
      source.output.data.hash === hash
        ? { ...source, model: behindPlaces(source.model, joint, placesOf.get(formOf(source)) ?? []) }
        : source,
    ),
    data: joint,
    dataRef: await storeOwnInputs(ref, inputs, artifacts),
  };
}

/** By its inputs' file; empty where it takes the data as it is prepared. */
function formOf({ output }: InputModel): string {
  return output.data.inputs?.hash ?? '';
}
