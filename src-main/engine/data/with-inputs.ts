import { assembleDataset, storedOf, type LoadedDataset } from './load-dataset.ts';
import type { EncodedInput } from './reader.ts';

/** All items, prepared in another way. */
export type NewInputs = Pick<EncodedInput, 'values' | 'shape' | 'preprocessing'>;

/** The same items and splits with other inputs, in memory only: the manifest keeps the name of the stored array. */
export function withInputs(data: LoadedDataset, { values, shape, preprocessing }: NewInputs): LoadedDataset {
  const { manifest, groups } = data;
  const input = { ...manifest.input, shape: [manifest.items, ...shape] };
  return assembleDataset({
    manifest: { ...manifest, input, preprocessing },
    input: values,
    target: storedOf(data).targets,
    itemsOf: split => data.itemsOf(split),
    groups,
  });
}
