import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import type { ArtifactFiles } from '../engine/data/ports.ts';
import { pooledItems } from '../engine/evaluation/cross-validation/deal-folds.ts';

/**
 * Item numbers that a model has learnt from: the training part; of a fusion, all that it and its members have seen; of a
 * cross-validation, what it dealt.
 */
export async function seenBy(
  { summary, crossValidation }: ModelOutput,
  data: LoadedDataset,
  artifacts: Pick<ArtifactFiles, 'read'>,
): Promise<Uint32Array> {
  if (crossValidation !== undefined) return pooledItems(data, crossValidation.folds.of);
  const seen = summary.fusion?.seen;
  if (seen === undefined) return data.itemsOf('train');
  const bytes = await artifacts.read(seen.hash);
  return new Uint32Array(bytes.slice().buffer);
}
