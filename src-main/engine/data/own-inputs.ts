import type { ArtifactRef, DataRef } from '../../../src-shared/domain/dataset.ts';
import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import { loadArray, storedOf, type LoadedDataset } from './load-dataset.ts';
import type { ArtifactFiles } from './ports.ts';
import { withInputs, type NewInputs } from './with-inputs.ts';

/** Inputs that a model has for itself, as its file names them. */
interface OwnInputs {
  readonly file: ArtifactRef;
  /** Of that model: it says how they are prepared. */
  readonly card: Pick<ModelCard, 'inputShape' | 'preprocessing'>;
}

/** The same items with the inputs that a model has for itself. Throws `store-damaged` for a file that doesn't fit its card. */
export async function withOwnInputs(
  data: LoadedDataset,
  { file, card: { inputShape, preprocessing } }: OwnInputs,
  artifacts: Pick<ArtifactFiles, 'read'>,
): Promise<LoadedDataset> {
  const dtype = storedOf(data).inputs instanceof Int32Array ? 'int32' : 'float32';
  const values = await loadArray({ file, dtype, shape: [data.manifest.items, ...inputShape] }, artifacts);
  return withInputs(data, { values: values as NewInputs['values'], shape: inputShape, preprocessing });
}

/** The data with these inputs, stored. */
export async function storeOwnInputs(
  { hash, bytes }: ArtifactRef,
  { values: { buffer, byteOffset, byteLength } }: Pick<NewInputs, 'values'>,
  artifacts: Pick<ArtifactFiles, 'write'>,
): Promise<DataRef> {
  return { hash, bytes, inputs: await artifacts.write(new Uint8Array(buffer, byteOffset, byteLength)) };
}
