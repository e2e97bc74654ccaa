import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { SizeFigures } from '../../../src-shared/domain/report.ts';
import { costsOf } from '../graph/costs.ts';

/** Of the native model file: as it is, and deflated. */
export interface FileSizes {
  readonly bytes: number;
  readonly compressedBytes: number;
}

/** Counts of the graph (see `costsOf` for what counts as non-zero) beside the sizes of its file. */
export function sizeFigures(
  { graph, parameters, masks }: Pick<Model, 'graph' | 'parameters' | 'masks'>,
  { bytes, compressedBytes }: FileSizes,
): SizeFigures {
  const { total } = costsOf(graph, parameters, masks);
  return { parameters: total.parameters, nonZeros: total.nonZeros, multiplyAdds: total.multiplyAdds, bytes, compressedBytes };
}
